package dev.quaestor.wire;

import com.google.re2j.Pattern;
import dev.quaestor.text.Sha256;
import java.util.Arrays;
import java.util.Base64;

/** A key for payloads under the name that histories know it by; it never shows itself. */
public final class EncryptionKey {
  /** AES-256. */
  public static final int BYTES = 32;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  private final String id;
  private final byte[] bytes;

  /**
   * @param id stands in every payload, for anybody to read
   * @throws IllegalArgumentException when either is none; the message does not show the bytes
   */
  public EncryptionKey(String id, byte[] bytes) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "an encryption key's id has up to 40 letters, digits, dots, dashes and underscores");
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "the encryption key %s has the length %d, and one of AES-256 has %d"
              .formatted(id, bytes.length, BYTES));
    }
    this.id = id;
    this.bytes = bytes.clone();
  }

  static boolean isId(String id) {
    return ID.matches(id);
  }

  public String id() {
    return id;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The id with 16 hex digits that tell its bytes from others under the same id, and nothing of
   * them.
   */
  public String fingerprint() {
    var own = Base64.getEncoder().encodeToString(bytes);
    return id + ":" + Sha256.of("quaestor encryption key\n" + own).substring(0, 16);
  }

  /** Whether they are one key under two names. */
  public boolean hasBytesOf(EncryptionKey other) {
    return Arrays.equals(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return "EncryptionKey[" + id + "]";
  }
}
