package dev.quaestor.starter.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes a text with a secret. What a provider gave for a session lies in the ledger under the
 * session's secret, which the browser alone has, so that nobody can read it who has only the
 * ledger; a sign-in that is under way lies in the browser under a secret of the starters.
 */
final class Sealed {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private Sealed() {}

  static String seal(String text, String secret) {
    try {
      var nonce = new byte[NONCE];
      RANDOM.nextBytes(nonce);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key(secret), new GCMParameterSpec(TAG_BITS, nonce));
      var closed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              ByteBuffer.allocate(NONCE + closed.length).put(nonce).put(closed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no AES-GCM", e);
    }
  }

  static Optional<String> open(String kept, String secret) {
    try {
      var bytes = Base64.getUrlDecoder().decode(kept);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, key(secret), new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE));
      var text = cipher.doFinal(bytes, NONCE, bytes.length - NONCE);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SecretKeySpec key(String secret) throws GeneralSecurityException {
    var hash =
        MessageDigest.getInstance("SHA-256")
            .digest(("provider\n" + secret).getBytes(StandardCharsets.UTF_8));
    return new SecretKeySpec(hash, "AES");
  }
}
