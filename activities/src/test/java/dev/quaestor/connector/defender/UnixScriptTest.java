package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.http.BackEndJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The script for Linux, really run: on files of a temporary folder and on processes of its own. */
@EnabledOnOs(OS.LINUX)
class UnixScriptTest {
  private static final String HOSTILE = "we'ird \"$(touch pwned)\" `id`; & | -n \\ %s é\n";

  @TempDir Path root;
  private Path script;

  @BeforeEach
  void unpack() throws IOException {
    script = root.resolve("script.sh");
    try (var in = UnixScriptTest.class.getResourceAsStream("quaestor-live-response.sh")) {
      Files.copy(java.util.Objects.requireNonNull(in), script);
    }
  }

  private JsonNode run(String verb, Map<String, String> request) throws Exception {
    var json = BackEndJson.object();
    request.forEach((key, value) -> json.put(key, base64(value)));
    return runRaw(verb, base64(json.toString()));
  }

  private JsonNode runRaw(String verb, String request) throws Exception {
    var builder = new ProcessBuilder("sh", script.toString(), verb, request);
    builder.directory(root.toFile());
    builder.environment().put("QUAESTOR_ROOT", root.toString());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(said.lines()).hasSize(1);
    return BackEndJson.parse(said);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[] {'b', 'a', 'd', 0, '\n', '\n'});
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x--x"));
  }

  @Test
  void aFileOfAnyNameIsDeletedAndComesBackWithItsBytesAndItsMode() throws Exception {
    var path = file(root.resolve(HOSTILE));

    var look = run("look-file", Map.of("path", path.toString()));
    assertThat(look.path("found").asBoolean()).isTrue();
    assertThat(Files.exists(path)).isTrue();
    var image = look.path("image").toString();

    var gone = run("remove-file", Map.of("image", image));
    assertThat(gone.path("changed").asBoolean()).isTrue();
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(run("remove-file", Map.of("image", image)).path("found").asBoolean()).isFalse();

    var back = run("restore-file", Map.of("image", image));
    assertThat(back.path("changed").asBoolean()).isTrue();
    assertThat(Files.readAllBytes(path)).containsExactly('b', 'a', 'd', 0, '\n', '\n');
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwxr-x--x");
    assertThat(root.resolve("pwned")).doesNotExist();
    assertThat(run("restore-file", Map.of("image", image)).path("changed").asBoolean()).isFalse();
  }

  @Test
  void aFileThatChangedSinceItWasLookedAtIsLeft() throws Exception {
    var path = file(root.resolve("x"));
    var image = run("look-file", Map.of("path", path.toString())).path("image").toString();
    Files.writeString(path, "something else");

    var refused = run("remove-file", Map.of("image", image));

    assertThat(refused.path("refused").asString()).isEqualTo("CHANGED");
    assertThat(path).exists();
    assertThat(
            run("look-file", Map.of("path", path.toString(), "sha256", "0".repeat(64)))
                .path("refused")
                .asString())
        .isEqualTo("CHANGED");
  }

  @Test
  void whatStandsInAFilesPlaceByNowIsNotOverwritten() throws Exception {
    var path = file(root.resolve("x"));
    var image = run("look-file", Map.of("path", path.toString())).path("image").toString();
    run("remove-file", Map.of("image", image));
    Files.writeString(path, "new");

    assertThat(run("restore-file", Map.of("image", image)).path("refused").asString())
        .isEqualTo("OCCUPIED");
    assertThat(path).hasContent("new");
  }

  @Test
  void linksFoldersAndRelativePathsAreNoFiles() throws Exception {
    var link = Files.createSymbolicLink(root.resolve("link"), file(root.resolve("x")));

    assertThat(run("look-file", Map.of("path", link.toString())).path("refused").asString())
        .isEqualTo("NOT_A_FILE");
    assertThat(run("look-file", Map.of("path", root.toString())).path("refused").asString())
        .isEqualTo("NOT_A_FILE");
    assertThat(run("look-file", Map.of("path", "etc/passwd")).path("refused").asString())
        .isEqualTo("NOT_A_PATH");
  }

  @Test
  void aProcessIsKilledOnlyWithTheStartTimeThatWasAskedFor() throws Exception {
    var process = new ProcessBuilder("sleep", "60").start();
    try {
      var pid = String.valueOf(process.pid());
      var now = Instant.now();

      var other =
          run("kill-process", Map.of("pid", pid, "started", now.minusSeconds(60).toString()));
      assertThat(other.path("found").asBoolean()).isFalse();
      assertThat(process.isAlive()).isTrue();

      var killed = run("kill-process", Map.of("pid", pid, "started", now.toString()));
      assertThat(killed.path("changed").asBoolean()).isTrue();
      assertThat(killed.path("present").asBoolean()).isFalse();
      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theFirstProcessIsNeverKilled() throws Exception {
    assertThat(
            run("kill-process", Map.of("pid", "1", "started", Instant.now().toString()))
                .path("refused")
                .asString())
        .isEqualTo("PROTECTED_PROCESS");
  }

  @Test
  void aCronFileIsATaskAndNothingElseIs() throws Exception {
    var task = file(root.resolve("etc/cron.d/evil"));

    var image = run("look-task", Map.of("name", task.toString())).path("image").toString();
    assertThat(run("remove-task", Map.of("image", image)).path("changed").asBoolean()).isTrue();
    assertThat(task).doesNotExist();
    assertThat(run("restore-task", Map.of("image", image)).path("changed").asBoolean()).isTrue();
    assertThat(task).exists();

    for (var name : new String[] {"/etc/passwd", root + "/etc/cron.d/../../x", "-x"}) {
      assertThat(run("look-task", Map.of("name", name)).path("refused").asString())
          .isEqualTo("NOT_A_TASK");
    }
  }

  @Test
  void whatIsNoRequestIsRefusedAndNeverRun() throws Exception {
    for (var request : new String[] {"", "$(touch pwned)", "!!!", base64("[]"), "-rf"}) {
      assertThat(runRaw("look-file", request).path("refused").asString())
          .isEqualTo("NOT_A_REQUEST");
    }
    assertThat(runRaw("rm", base64("{}")).path("refused").asString()).isEqualTo("UNKNOWN_VERB");
    assertThat(root.resolve("pwned")).doesNotExist();
  }
}
