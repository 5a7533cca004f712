package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.http.BackEndJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The script for Linux, really run: on files of a temporary folder and on processes of its own. */
@EnabledOnOs(OS.LINUX)
class UnixScriptTest {
  private static final String HOSTILE = "we'ird \"$(touch pwned)\" `id`; & | -n \\ %s é\n";

  @TempDir Path root;
  private UnixScriptRun script;

  @BeforeEach
  void unpack() throws IOException {
    script = new UnixScriptRun(root);
  }

  private JsonNode run(String verb, Map<String, String> request) throws Exception {
    return script.run(verb, request);
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
    for (var request :
        new String[] {"", "$(touch pwned)", "!!!", UnixScriptRun.base64("[]"), "-rf"}) {
      assertThat(script.runRaw("look-file", request).path("refused").asString())
          .isEqualTo("NOT_A_REQUEST");
    }
    assertThat(script.runRaw("rm", UnixScriptRun.base64("{}")).path("refused").asString())
        .isEqualTo("UNKNOWN_VERB");
    assertThat(root.resolve("pwned")).doesNotExist();
  }

  @Test
  void aNameAsLongAsNamesCanBeIsDeletedAndComesBack() throws Exception {
    var path = file(root.resolve("n".repeat(250)));
    var image = script.image(path);

    assertThat(script.remove(image).path("changed").asBoolean()).isTrue();
    assertThat(script.restore(image).path("changed").asBoolean()).isTrue();

    assertThat(path).hasSize(6);
    assertThat(siblings(path)).noneMatch(name -> name.startsWith(".quaestor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-rf", "*", "a\nb\n", "[x]?", "\\", "~", "é\t ", ". ", "..."})
  void aNameIsDataWhateverItHolds(String name) throws Exception {
    var path = file(root.resolve("folder\n").resolve(name));
    var beside = file(root.resolve("folder\n").resolve("beside"));
    var image = script.image(path);

    assertThat(script.remove(image).path("changed").asBoolean()).isTrue();
    assertThat(siblings(path)).containsExactly("beside");
    assertThat(script.restore(image).path("changed").asBoolean()).isTrue();
    assertThat(path).exists();
    assertThat(beside).exists();
  }

  @Test
  void aNameWithAZeroByteIsNotReadAsAnother() throws Exception {
    var other = file(root.resolve("ab"));

    assertThat(run("look-file", Map.of("path", root + "/a\0b")).path("refused").asString())
        .isEqualTo("NOT_A_REQUEST");
    assertThat(other).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "now", "yesterday", "@0", "12:00", "2026-01-01", "TZ=\"X\" now"})
  void aProcessIsKilledByNoTimeThatIsNotOneOfTheClock(String started) throws Exception {
    var process = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(
              run("kill-process", Map.of("pid", String.valueOf(process.pid()), "started", started))
                  .path("refused")
                  .asString())
          .isEqualTo("NOT_A_PROCESS");
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "1 2", "99999999999999999999", "0x10", "1\n"})
  void aProcessNumberIsANumber(String pid) throws Exception {
    assertThat(
            run("kill-process", Map.of("pid", pid, "started", Instant.now().toString()))
                .path("refused")
                .asString())
        .isEqualTo("NOT_A_PROCESS");
  }

  @Test
  void aPathThatIsWrittenWithDetoursIsNoPath() throws Exception {
    file(root.resolve("x"));
    Files.createDirectory(root.resolve("y"));

    for (var detour : new String[] {"/y/../x", "/./x", "/x/.", "/y/.."}) {
      assertThat(run("look-file", Map.of("path", root + detour)).path("refused").asString())
          .isEqualTo("NOT_A_PATH");
    }
    assertThat(run("look-file", Map.of("path", root + "/y/")).path("refused").asString())
        .isEqualTo("NOT_A_FILE");
  }

  @Test
  void pipesAreNotWaitedFor() throws Exception {
    var pipe = root.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(run("look-file", Map.of("path", pipe.toString())).path("refused").asString())
        .isEqualTo("NOT_A_FILE");
  }

  @Test
  void theOtherNamesOfAFileStayAndAreTold() throws Exception {
    var path = file(root.resolve("x"));
    var other = Files.createLink(root.resolve("y"), path);
    var image = script.image(path);

    assertThat(script.remove(image).path("detail").asString()).contains("other names");
    assertThat(other).exists();
    script.restore(image);
    Files.writeString(other, "changed");
    assertThat(path).hasSize(6);
  }

  @Test
  void anImageThatNobodyMadeIsNotFollowed() throws Exception {
    var path = file(root.resolve("x"));
    var image = script.image(path);
    script.remove(image);
    var good = BackEndJson.parse(image);

    for (var field : new String[] {"sha256", "mode", "owner"}) {
      for (var value : new String[] {"", "../../x", "u+s", "0:0:0", ":", "0", "root:root", "a b"}) {
        if (field.equals("mode") && value.equals("0")) {
          continue;
        }
        var bad = ((ObjectNode) good.deepCopy()).put(field, UnixScriptRun.base64(value));
        assertThat(script.restore(bad.toString()).path("refused").asString())
            .as(field + "=" + value)
            .isEqualTo("NOT_AN_IMAGE");
      }
    }
    assertThat(path).doesNotExist();
  }

  private static List<String> siblings(Path path) throws IOException {
    try (var names = Files.list(path.getParent())) {
      return names.map(name -> name.getFileName().toString()).toList();
    }
  }
}
