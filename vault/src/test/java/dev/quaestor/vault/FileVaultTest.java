package dev.quaestor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVaultTest {
  @TempDir Path folder;

  @Test
  void whatIsKeptTwiceIsKeptOnceUnderItsHash() throws IOException {
    var vault = new FileVault(folder, 100);

    var first = vault.store(new ByteArrayInputStream("abc".getBytes()));
    var second = vault.store(new ByteArrayInputStream("abc".getBytes()));

    assertThat(first).isEqualTo(second);
    assertThat(first.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    try (var kept = vault.open(first.sha256()).orElseThrow()) {
      assertThat(kept.readAllBytes()).isEqualTo("abc".getBytes());
    }
  }

  @Test
  void aBodyThatIsTooLargeLeavesNothingBehind() throws IOException {
    var vault = new FileVault(folder, 2);

    assertThatThrownBy(() -> vault.store(new ByteArrayInputStream(new byte[3])))
        .isInstanceOf(IOException.class);

    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aReferenceIsAHashAndNeverAPath() throws IOException {
    var vault = new FileVault(folder, 2);

    assertThatThrownBy(() -> vault.open("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(vault.open("0".repeat(64))).isEmpty();
  }
}
