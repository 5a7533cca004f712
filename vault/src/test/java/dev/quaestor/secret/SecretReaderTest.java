package dev.quaestor.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.setup.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {
  private static final String SETTING = "quaestor.mail.password";

  @TempDir Path folder;

  private final SecretReader secrets = new SecretReader(Map.of("SMTP", "hunter2", "EMPTY", ""));

  private String read(String reference) {
    return secrets.text(SETTING, SecretReference.of(reference));
  }

  @Test
  void aSecretIsReadFromWhereItIs() throws IOException {
    var file = Files.writeString(folder.resolve("secret"), "hunter2\r\n");

    assertThat(read("hunter2")).isEqualTo("hunter2");
    assertThat(read("env:SMTP")).isEqualTo("hunter2");
    assertThat(read("file:" + file)).isEqualTo("hunter2");
    assertThat(read("value:env:SMTP")).isEqualTo("env:SMTP");
  }

  @Test
  void whatWasChangedInItsFileCountsAtTheNextCall() throws IOException {
    var file = Files.writeString(folder.resolve("secret"), "hunter2");
    read("file:" + file);

    Files.writeString(file, "hunter3");

    assertThat(read("file:" + file)).isEqualTo("hunter3");
  }

  @Test
  void whatIsNotThereIsSaidByItsSettingAndPlace() throws IOException {
    var absent = folder.resolve("absent");
    assertThatThrownBy(() -> read("file:" + absent))
        .isInstanceOf(SecretUnreadable.class)
        .hasMessage(SETTING + ": there is no file " + absent);
    assertThatThrownBy(() -> read("env:ABSENT"))
        .hasMessage(SETTING + ": there is no variable ABSENT");
    assertThatThrownBy(() -> read("env:EMPTY")).hasMessage(SETTING + ": env:EMPTY is empty");
    assertThatThrownBy(() -> read("file:" + folder))
        .isInstanceOf(SecretUnreadable.class)
        .hasMessage(SETTING + ": the file " + folder + " cannot be used: it is a folder");
    var disk = Files.write(folder.resolve("disk"), new byte[100_000]);
    assertThatThrownBy(() -> read("file:" + disk)).hasMessageContaining("larger than any secret");
  }

  @Test
  @Timeout(20)
  void aPipeThatNobodyWritesToAndADeviceWithoutEndAreNotOpened() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (var other : new String[] {pipe.toString(), "/dev/zero"}) {
      assertThatThrownBy(() -> read("file:" + other))
          .isInstanceOf(SecretUnreadable.class)
          .hasMessage(SETTING + ": the file " + other + " cannot be used: it is not a plain file");
    }
  }

  /** As Kubernetes mounts a secret. */
  @Test
  void aLinkToAFileIsThatFile() throws IOException {
    var file = Files.writeString(folder.resolve("secret"), "hunter2");

    assertThat(read("file:" + Files.createSymbolicLink(folder.resolve("link"), file)))
        .isEqualTo("hunter2");
  }

  @Test
  void whatIsMisspeltIsNotShownBecauseItMayBeASecret() {
    for (var misspelt : new String[] {"env:hunter2 !", "file:", "vault:hunter2", "vault:a/b"}) {
      assertThatThrownBy(() -> read(misspelt))
          .isInstanceOf(SecretUnreadable.class)
          .hasMessageNotContaining("hunter2");
    }
  }
}
