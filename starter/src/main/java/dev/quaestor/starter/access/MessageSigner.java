package dev.quaestor.starter.access;

import dev.quaestor.authority.Author;
import dev.quaestor.authority.Seal;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.secret.SmallFile;
import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Vouches to the workers for whoever came in: seals messages with this starter's key (Ed25519, RFC
 * 8032). Its public half stands beside it, for the workers to be told; a key that is lost leaves
 * what runs undecidable by the API until they are told the next one.
 */
public final class MessageSigner {
  private static final String ALGORITHM = "Ed25519";

  private final PrivateKey privateKey;
  private final String fingerprint;
  private final Path publicFile;
  private final InstantSource clock;

  private MessageSigner(
      PrivateKey privateKey, String fingerprint, Path publicFile, InstantSource clock) {
    this.privateKey = privateKey;
    this.fingerprint = fingerprint;
    this.publicFile = publicFile;
    this.clock = clock;
  }

  /**
   * The signer of a key file, which is made, readable by its owner only, when it is missing. The
   * public key goes into a file beside it, unless it is there: a mounted secret cannot be written.
   *
   * @throws IllegalStateException when the file holds something else
   */
  public static MessageSigner of(Path keyFile, InstantSource clock) {
    var pem = PrivateFile.readOrCreate(keyFile, MessageSigner::freshPem);
    try {
      var keys = KeyFactory.getInstance(ALGORITHM);
      var key = keys.generatePrivate(new PKCS8EncodedKeySpec(section(pem, "PRIVATE KEY")));
      var encodedPublic = section(pem, "PUBLIC KEY");
      var publicKey = keys.generatePublic(new X509EncodedKeySpec(encodedPublic));
      requirePair(key, publicKey);
      var published = publicFile(keyFile).toAbsolutePath();
      publish(published, encodedPublic);
      return new MessageSigner(key, Seal.fingerprint(publicKey), published, clock);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause is left out: a parser's message may quote the key.
      throw new IllegalStateException(keyFile + " contains no Ed25519 key pair");
    }
  }

  /** The signer of a starter that is told this, if its key is there: none is made. */
  public static Optional<MessageSigner> there(Environment environment, InstantSource clock) {
    var file =
        Binder.get(environment).bindOrCreate("quaestor", AccessProperties.class).signingKeyFile();
    return Files.exists(file) ? Optional.of(of(file, clock)) : Optional.empty();
  }

  /** {@code signing-key.pub.pem} beside {@code signing-key.pem}. */
  static Path publicFile(Path keyFile) {
    var name = keyFile.getFileName().toString();
    var stem = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    return keyFile.resolveSibling(stem + ".pub.pem");
  }

  /** Another tool breaks the lines of the same key elsewhere. */
  private static void publish(Path file, byte[] key) {
    try {
      if (Files.exists(file) && Arrays.equals(section(SmallFile.text(file), "PUBLIC KEY"), key)) {
        return;
      }
    } catch (IOException | IllegalArgumentException another) {
      // It is replaced.
    }
    PrivateFile.write(file, pem("PUBLIC KEY", key));
  }

  /** By which people and workers know this starter's key. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Where its public half is, for the workers to be told. */
  public Path publicFile() {
    return publicFile;
  }

  /** The message with the seal that makes it count in that workflow, now, in that name. */
  public <M extends SignedMessage<M>> M sign(String workflowId, M message, Author author) {
    return Seal.set(privateKey, workflowId, message, author, clock.instant());
  }

  /**
   * A secret that all starters with this key share, for one purpose; it tells nothing of the key.
   */
  String secretFor(String purpose) {
    return Sha256.of(purpose + "\n" + Base64.getEncoder().encodeToString(privateKey.getEncoded()));
  }

  private static void requirePair(PrivateKey key, PublicKey publicKey) {
    var probe =
        Seal.set(
            key,
            "probe",
            new UndoWorkflow.Request("probe", null, null),
            Author.unknown("probe"),
            Instant.EPOCH);
    if (!(Seal.verify(List.of(publicKey), Statement.of("probe", probe), probe.signature())
        instanceof Voucher.Vouched)) {
      throw new IllegalArgumentException("the two keys do not form a pair");
    }
  }

  private static String freshPem() {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
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
    var begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no " + label);
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
  }
}
