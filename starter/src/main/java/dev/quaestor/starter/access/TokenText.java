package dev.quaestor.starter.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Tokens as text. Only their SHA-256 is kept: 256 random bits need no slow hash. */
public final class TokenText {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Tells a secret scanner what it has found. */
  private static final String PREFIX = "qst_";

  private TokenText() {}

  /** A new token; shown once, to whoever asked for it. */
  public static String mint() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether two hashes are one, in a time that does not tell where they differ. */
  static boolean same(String oneHash, String otherHash) {
    return MessageDigest.isEqual(
        oneHash.getBytes(StandardCharsets.US_ASCII), otherHash.getBytes(StandardCharsets.US_ASCII));
  }
}
