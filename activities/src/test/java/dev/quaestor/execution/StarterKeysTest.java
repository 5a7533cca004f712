package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StarterKeysTest {
  @TempDir private Path folder;

  private static String pem() throws Exception {
    var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(Base64.getEncoder().encodeToString(key.getEncoded()));
  }

  @Test
  void aFileThatComesLaterIsReadThen() throws Exception {
    var file = folder.resolve("keys.pem");
    var keys = new StarterKeys(List.of(file.toString()));
    assertThat(keys.fingerprints()).isEmpty();

    Files.writeString(file, pem() + pem());

    assertThat(keys.fingerprints()).hasSize(2);
  }

  /** A worker that waited for a pipe would neither work nor say why. */
  @Test
  @Timeout(20)
  void aPipeAFolderAndWhatIsTooLargeAreNamedAtTheStart() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var disk = Files.write(folder.resolve("disk"), new byte[100_000]);

    refused(pipe, "it is not a plain file");
    refused(folder, "it is a folder");
    refused(disk, "it is larger than any secret");
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> new StarterKeys(List.of(file.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no starter's key can be read from %s: %s", file, why);
  }

  @Test
  @Timeout(20)
  void aPipeInPlaceOfAFileThatWasGoodIsBelievedByNobody() throws Exception {
    var file = Files.writeString(folder.resolve("keys.pem"), pem());
    var keys = new StarterKeys(List.of(file.toString()));
    assertThat(keys.fingerprints()).hasSize(1);

    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    assertThat(keys.fingerprints()).isEmpty();
  }
}
