package dev.quaestor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadFilesTest {
  private static final byte[] BODY = "what was said".getBytes(StandardCharsets.UTF_8);
  private static final String HASH = Sha256.of(BODY);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("payloads").resolve(HASH.substring(0, 2)).resolve(HASH);
  }

  @Test
  void aBodyLiesApartFromSamplesUnderItsHash() {
    var vault = new PayloadFiles(folder);
    assertThat(folder).isEmptyDirectory();

    vault.keep(HASH, BODY);

    assertThat(file()).hasBinaryContent(BODY);
    assertThat(file().getParent()).isDirectoryContaining(f -> f.equals(file()));
    assertThat(new PayloadFiles(folder).find(HASH)).hasValue(BODY);
  }

  @Test
  void keptAgainItIsOnceAndCountsAsNew() throws IOException {
    var vault = new PayloadFiles(folder);
    vault.keep(HASH, BODY);
    var old = Instant.now().minus(Duration.ofDays(90));
    Files.setLastModifiedTime(file(), FileTime.from(old));

    vault.keep(HASH, BODY);

    assertThat(Files.getLastModifiedTime(file()).toInstant()).isAfter(old.plusSeconds(60));
    try (var files = Files.list(file().getParent())) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void oneThatWasCutShortIsWrittenAgain() throws IOException {
    var vault = new PayloadFiles(folder);
    vault.keep(HASH, BODY);
    Files.write(file(), new byte[1]);

    vault.keep(HASH, BODY);

    assertThat(vault.find(HASH)).hasValue(BODY);
  }

  @Test
  void whatIsNotThereIsNotThere() {
    assertThat(new PayloadFiles(folder).find(HASH)).isEmpty();
  }

  @Test
  void noNameLeadsOutOfIt() {
    assertThatThrownBy(() -> new PayloadFiles(folder).find("../" + HASH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    var file = Files.createFile(folder.resolve("payloads"));
    var vault = new PayloadFiles(folder);

    assertThatThrownBy(() -> vault.keep(HASH, BODY))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }
}
