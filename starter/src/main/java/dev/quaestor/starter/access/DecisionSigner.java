package dev.quaestor.starter.access;

import com.google.re2j.Pattern;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.DecisionSignature;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Vouches for an approver: signs, with Ed25519 (RFC 8032), what {@link DecisionSignature#payload}
 * says. The public key goes to the ledger, which pins it to every case that opens, so a key that is
 * lost leaves the open cases undecidable by the API until they are decided in the Temporal UI.
 */
public final class DecisionSigner {
  private final PrivateKey privateKey;
  private final String publicKey;

  private DecisionSigner(PrivateKey privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * The signer of a key file, which is made, readable by its owner only, when it is missing.
   *
   * @throws IllegalStateException when the file holds something else
   */
  public static DecisionSigner of(Path keyFile) {
    var pem = PrivateFile.readOrCreate(keyFile, DecisionSigner::freshPem);
    try {
      var key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(section(pem, "PRIVATE KEY")));
      var encodedPublic = Base64.getEncoder().encodeToString(section(pem, "PUBLIC KEY"));
      var signer = new DecisionSigner(key, encodedPublic);
      signer.requireMatchingHalves();
      return signer;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause is left out: a parser's message may quote the key.
      throw new IllegalStateException(keyFile + " holds no Ed25519 key pair");
    }
  }

  /** X.509 SubjectPublicKeyInfo, Base64: what {@code PolicySnapshot.decisionKey} carries. */
  public String publicKey() {
    return publicKey;
  }

  /** The decision with the signature that makes it count for that workflow, and for no other. */
  public DecisionMessage sign(String workflowId, DecisionMessage message) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(DecisionSignature.payload(workflowId, message));
      return message.signed(Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a decision", e);
    }
  }

  private void requireMatchingHalves() {
    var probe =
        new DecisionMessage(
            java.util.List.of("probe"),
            DecisionMessage.Choice.REJECT,
            null,
            null,
            null,
            null,
            null);
    var signature = sign("probe", probe).signature();
    if (signature == null || !DecisionSignature.verify(publicKey, "probe", probe, signature)) {
      throw new IllegalArgumentException("the two halves are not of one pair");
    }
  }

  private static String freshPem() {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519", e);
    }
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded())
        + "\n"
        + pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  private static String pem(String label, byte[] encoded) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----"
        .formatted(label, Base64.getEncoder().encodeToString(encoded), label);
  }

  private static byte[] section(String pem, String label) {
    var matcher =
        Pattern.compile(
                "-----BEGIN " + label + "-----\\s+([A-Za-z0-9+/=\\s]+?)\\s+-----END " + label)
            .matcher(pem);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + label);
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }
}
