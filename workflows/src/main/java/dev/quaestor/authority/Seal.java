package dev.quaestor.authority;

import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * How a starter vouches for the author of a message: Ed25519 (RFC 8032) over the statement and who
 * makes it. It travels as {@code <claims>.<signature>}, both base64url without padding; which key
 * it is verified with is never its own to say.
 */
public final class Seal {
  private static final String ALGORITHM = "Ed25519";

  /** An author has a name and an id of a few hundred characters, and some device groups. */
  private static final int LONGEST = 16_000;

  private Seal() {}

  /**
   * By which people and logs tell keys apart: the first 16 hex digits of the SHA-256 of its
   * encoding. Nothing is believed because of it.
   */
  public static String fingerprint(PublicKey key) {
    return Sha256.of(key.getEncoded()).substring(0, 16);
  }

  /** Who says so, and when it was said. */
  record Claims(Author author, Instant at) {}

  /**
   * Seals a message to a workflow in an author's name. Whoever calls it has authenticated that
   * author.
   */
  public static <M extends SignedMessage<M>> M set(
      PrivateKey key, String workflowId, M message, Author author, Instant at) {
    return message.signed(over(key, Statement.of(workflowId, message), author, at));
  }

  private static String over(PrivateKey key, Statement statement, Author author, Instant at) {
    var claims =
        encoded(
            QuaestorJson.mapper()
                .writeValueAsString(new Claims(author, at))
                .getBytes(StandardCharsets.UTF_8));
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(statement.bytes(claims));
      return claims + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a message", e);
    }
  }

  /**
   * Who made the statement.
   *
   * @param keys of the starters whose word counts
   * @param seal as it came, which may be anything; null for none
   */
  public static Voucher verify(List<PublicKey> keys, Statement statement, @Nullable String seal) {
    if (seal == null) {
      return new Voucher.None();
    }
    return claims(keys, statement, seal)
        .<Voucher>map(c -> new Voucher.Vouched(c.author(), c.at()))
        .orElseGet(Voucher.Invalid::new);
  }

  private static Optional<Claims> claims(List<PublicKey> keys, Statement statement, String seal) {
    int dot = seal.indexOf('.');
    if (dot < 0 || seal.length() > LONGEST) {
      return Optional.empty();
    }
    var claims = seal.substring(0, dot);
    try {
      var signed = Base64.getUrlDecoder().decode(seal.substring(dot + 1));
      if (keys.stream().noneMatch(key -> isOf(key, statement.bytes(claims), signed))) {
        return Optional.empty();
      }
      // Read only after it is known to be ours.
      return Optional.of(
          QuaestorJson.mapper().readValue(Base64.getUrlDecoder().decode(claims), Claims.class));
    } catch (IllegalArgumentException | JacksonException notOne) {
      return Optional.empty();
    }
  }

  private static boolean isOf(PublicKey key, byte[] statement, byte[] signed) {
    try {
      var verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(statement);
      return verifier.verify(signed);
    } catch (GeneralSecurityException notOfIt) {
      return false;
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
