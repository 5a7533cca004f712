package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.common.converter.DataConverterException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MisreadPayloadsTest {
  private static final String LARGE = "x".repeat(100_000);

  @TempDir Path folder;

  @Test
  void aHistoryWithoutItsVaultSaysWhatIsMissing() {
    var sent =
        QuaestorJson.dataConverter(new PayloadFiles(folder.resolve("there"))).toPayloads(LARGE);
    var payloads =
        new MisreadPayloads(new PayloadFiles(folder.resolve("here")), PayloadEncryption.OFF);

    assertThatThrownBy(() -> payloads.fromPayloads(0, sent, String.class, String.class))
        .isInstanceOf(DataConverterException.class);

    assertThat(payloads.taken().orElseThrow().getMessage())
        .startsWith("The vault " + folder.resolve("here").resolve("payloads") + " has no body ");
    assertThat(payloads.taken()).isEmpty();
  }

  @Test
  void aReplayReadsItsVaultAndPutsNothingThere() {
    var vault = new PayloadFiles(folder);
    var sent = QuaestorJson.dataConverter(vault).toPayloads(LARGE);
    var payloads = new MisreadPayloads(vault, PayloadEncryption.OFF);

    assertThat(payloads.fromPayloads(0, sent, String.class, String.class)).isEqualTo(LARGE);
    payloads.toPayloads(LARGE + LARGE);

    try (var bodies = java.nio.file.Files.list(folder.resolve("payloads"))) {
      assertThat(bodies).hasSize(1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
