package dev.quaestor.secret;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys payloads are encrypted with, as {@code quaestor.encryption} says it to every process.
 * It is off by default. A new key is first given to all, then named here by all, and the old one
 * stays among the keys as long as a history lives that it encrypted.
 *
 * @param encryptWith the id of the key that encrypts; null where nothing is encrypted, while what
 *     others encrypted is read
 * @param keys all that are known
 */
public record EncryptionSettings(@Nullable String encryptWith, List<Key> keys) {

  /** Under which all of it is set. */
  public static final String PREFIX = "quaestor.encryption";

  /**
   * One of them.
   *
   * @param id stands in every payload, for anybody to read
   * @param key where its 32 bytes are, as they are or in Base64
   */
  public record Key(String id, Secret key) {}

  public EncryptionSettings {
    keys = List.copyOf(requireNonNullElse(keys, List.of()));
    encryptWith = encryptWith == null || encryptWith.isBlank() ? null : encryptWith.strip();
  }
}
