package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quaestor.entity.Entity;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTargetTest {
  private static final String SHA1 = "a".repeat(40);

  @TempDir private Path folder;

  private Entity entity(String target) {
    var surroundings =
        new CliEnvironment(
            InputStream.nullInputStream(), System.out, System.err, Map.of(), folder, false);
    return QuaestorJson.mapper()
        .treeToValue(ActionTarget.parse(target, surroundings), Entity.class);
  }

  @ParameterizedTest
  @CsvSource({
    "device:D1, device:d1",
    "url:https://Evil.example:8443/A?b=c, url:https://evil.example:8443/A?b=c",
    "ip:2001:db8::1, ip:2001:db8:0:0:0:0:0:1",
    "user:ada@example.org, user:ada@example.org",
    "mail:ada@example.org:<a:b@x>, mail:<a%3Ab@x>:ada@example.org",
    "rule:ada@example.org:AQ:Ab=, rule:ada@example.org:AQ%3AAb=",
    "process:D1/7@2026-11-23T10:00:00Z, process:d1:7:2026-11-23T10%3A00%3A00Z",
    "task:D1/\\\\Updater\\\\a/b, task:d1:updater\\a/b",
    "service:D1/spooler, service:d1:spooler",
    "driver:D1/rt.sys, driver:d1:rt.sys",
    "registry:D1/HKLM\\Run::x, registry:d1:hklm\\run:x",
  })
  void theShortFormsNameEntitiesThatTheServerKnows(String target, String key) {
    assertThat(entity(target).key().value()).isEqualTo(key);
  }

  @Test
  void aFileHasADeviceAHashAndPerhapsAPath() {
    assertThat(entity("file:d1:" + SHA1).key().value()).isEqualTo("file:d1:" + SHA1);
    assertThat(entity("file:d1:" + SHA1 + ":C:\\Users\\a b\\evil.exe").label())
        .isEqualTo("C:\\Users\\a b\\evil.exe");
    assertThat(entity("file:d1:" + SHA1 + ":/evil").label()).isEqualTo("/evil");
    assertThat(entity("file:d1:" + "b".repeat(64) + ":x").key().value()).contains("b".repeat(64));
  }

  @Test
  void jsonAndAFileOfItAreTakenAsTheyAre() throws IOException {
    var json = "{\"type\":\"device\",\"name\":\"srv\"}";
    Files.writeString(folder.resolve("t.json"), json);
    assertThat(entity(json)).isEqualTo(entity("@t.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "device:",
        "toaster:1",
        "file:d1",
        "file:d1:zz",
        "file::aa",
        "mail:ada",
        "{",
        "{}",
        "[]"
      })
  void anythingElseIsRefusedInWords(String target) {
    assertThatIllegalArgumentException().isThrownBy(() -> entity(target));
  }
}
