package dev.quaestor.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a content, as lower-case hex; what is too large to hold is added piece by piece.
 */
public final class Sha256 {
  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of a text's UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String of(byte[] content) {
    var sha256 = new Sha256();
    sha256.add(content, content.length);
    return sha256.hex();
  }

  /** The next piece: the first bytes of a buffer. */
  public void add(byte[] buffer, int length) {
    digest.update(buffer, 0, length);
  }

  /** Of all that was added. To be asked once: it begins anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
