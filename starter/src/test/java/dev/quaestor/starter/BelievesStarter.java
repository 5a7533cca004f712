package dev.quaestor.starter;

import dev.quaestor.authority.AuthorityActivities;
import dev.quaestor.authority.Seal;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A worker's part: it knows the public key that the starter of the tests wrote. */
public record BelievesStarter(Path state) implements AuthorityActivities {
  @Override
  public Voucher verify(Statement statement, String seal) {
    return Seal.verify(List.of(key()), statement, seal);
  }

  private PublicKey key() {
    try {
      var base64 =
          Files.readString(state.resolve("signing-key.pub.pem"))
              .lines()
              .filter(line -> !line.startsWith("-----"))
              .findFirst()
              .orElseThrow();
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
