package dev.quaestor.approval;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * How the starter vouches for an approver: Ed25519 (RFC 8032) over every word of the decision and
 * the workflow it is for, so that it can be replayed nowhere else.
 */
public final class DecisionSignature {
  private DecisionSignature() {}

  /**
   * What is signed. Each field is preceded by its length, so that no two decisions share one
   * payload.
   */
  public static byte[] payload(String workflowId, DecisionMessage message) {
    var text = new StringBuilder("quaestor-decision-v1");
    append(text, workflowId);
    append(text, Integer.toString(message.actionIds().size()));
    message.actionIds().forEach(id -> append(text, id));
    append(text, message.verdict().name());
    append(text, message.approver());
    append(text, message.comment());
    append(text, message.planHash());
    append(text, message.decisionId());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, @org.jspecify.annotations.Nullable String field) {
    text.append('\n').append(field == null ? "-" : field.length() + ":" + field);
  }

  /**
   * Whether the signature is the key's.
   *
   * @param publicKey X.509 SubjectPublicKeyInfo, Base64
   * @param signature Base64; anything else is simply not a signature
   */
  public static boolean verify(
      String publicKey, String workflowId, DecisionMessage message, String signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(payload(workflowId, message));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
