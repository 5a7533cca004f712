package dev.quaestor.starter.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric key of Standard Webhooks (standardwebhooks.com, specification 1.0): {@code whsec_}
 * and 24 to 64 bytes in Base64.
 */
final class SigningKey {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final SecretKeySpec key;

  private SigningKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * @throws IllegalArgumentException saying what is wrong, and nothing of the secret
   */
  static SigningKey of(String secret) {
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("must begin with whsec_");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()).strip());
    } catch (IllegalArgumentException e) {
      // The decoder's own message quotes the character.
      throw new IllegalArgumentException("is not Base64 after whsec_");
    }
    if (bytes.length < SHORTEST || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "must hold %d to %d bytes, not %d".formatted(SHORTEST, LONGEST, bytes.length));
    }
    return new SigningKey(bytes);
  }

  /** {@code v1,} and the Base64 of the HMAC-SHA256 over {@code id.timestamp.body}. */
  String sign(String id, long timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
