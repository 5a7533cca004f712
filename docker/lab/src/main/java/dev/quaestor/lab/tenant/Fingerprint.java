package dev.quaestor.lab.tenant;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes as the vendor writes them: lower-case hex. */
public final class Fingerprint {
  private Fingerprint() {}

  public static String sha256(byte[] content) {
    return of("SHA-256", content);
  }

  public static String sha1(byte[] content) {
    return of("SHA-1", content);
  }

  private static String of(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
