package dev.quaestor.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.quaestor.wire.EncryptionKey;
import dev.quaestor.wire.PayloadEncryption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes of settings what encrypts. */
public final class Encryption {
  private static final int NONCE = 12;

  private Encryption() {}

  /**
   * @throws SecretUnreadable when a key is not there, or is none
   * @throws IllegalArgumentException when the settings contradict each other
   */
  public static PayloadEncryption of(EncryptionSettings settings) {
    var keys = new ArrayList<EncryptionKey>();
    for (var i = 0; i < settings.keys().size(); i++) {
      var name = EncryptionSettings.PREFIX + ".keys[" + i + "]";
      var key = settings.keys().get(i);
      if (key.id() == null || key.key() == null) {
        throw new IllegalArgumentException(name + " has no id or no key");
      }
      keys.add(key(name, key));
    }
    requireDifferent(keys);
    var random = new SecureRandom();
    return new PayloadEncryption(
        keys,
        settings.encryptWith(),
        () -> {
          var nonce = new byte[NONCE];
          random.nextBytes(nonce);
          return nonce;
        });
  }

  private static EncryptionKey key(String name, EncryptionSettings.Key key) {
    var setting = name + ".key";
    var bytes = bytes(key.key().bytes(setting));
    if (bytes.length != EncryptionKey.BYTES) {
      throw new SecretUnreadable(
          setting, "the key %s is not 32 bytes, nor 32 bytes in Base64".formatted(key.id()));
    }
    return new EncryptionKey(key.id(), bytes);
  }

  /** As they are, or in Base64, which for 32 bytes is longer. */
  private static byte[] bytes(byte[] read) {
    if (read.length == EncryptionKey.BYTES) {
      return read;
    }
    try {
      return Base64.getDecoder().decode(new String(read, ISO_8859_1).strip());
    } catch (IllegalArgumentException other) {
      return new byte[0];
    }
  }

  /** A key that was copied in place of a new one is no rotation. */
  private static void requireDifferent(List<EncryptionKey> keys) {
    for (var key : keys) {
      for (var other : keys.subList(keys.indexOf(key) + 1, keys.size())) {
        if (key.hasBytesOf(other)) {
          throw new IllegalArgumentException(
              "%s: %s and %s are the same key under two ids"
                  .formatted(EncryptionSettings.PREFIX, key.id(), other.id()));
        }
      }
    }
  }
}
