package dev.quaestor.standalone.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but the note is known to whoever ends what a killed demo has left. */
@EnabledOnOs(OS.LINUX)
class NotedTest {
  @TempDir private Path folder;
  private final Process foreign = foreign();

  private static Process foreign() {
    try {
      return new ProcessBuilder("sleep", "60").start();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @AfterEach
  void end() {
    foreign.destroyForcibly();
  }

  private Path note() {
    return folder.resolve("noted");
  }

  private String noted() throws Exception {
    Noted.start(folder, List.of("sleep", "60"), Map.of())
        .until(() -> Files.exists(note()) && ended(note()));
    return Files.readString(note());
  }

  private static boolean ended(Path note) {
    try {
      return Files.readString(note).endsWith("\n");
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static ProcessHandle process(String note) {
    return ProcessHandle.of(Long.parseLong(note.split(" ")[0])).orElseThrow();
  }

  @Test
  void whatIsNotedIsEndedByWhoeverComesNext() throws Exception {
    var process = process(noted());

    Noted.end(folder);

    assertThat(process.isAlive()).isFalse();
    assertThat(note()).doesNotExist();
    Noted.end(folder);
  }

  @Test
  void whatItHasStartedEndsWithIt() throws Exception {
    Noted.start(
            folder, List.of("sh", "-c", "trap '' TERM; sleep 61 & echo $! >child; wait"), Map.of())
        .until(() -> Files.exists(folder.resolve("child")) && ended(folder.resolve("child")));
    var child = process(Files.readString(folder.resolve("child")).strip() + " ");

    Noted.end(folder);

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aNumberThatIsAnotherProcessByNowIsLeftAlone() throws Exception {
    var words = noted().split(" ");
    var real = process(words[0] + " ");
    Files.writeString(note(), foreign.pid() + " " + words[1] + " " + words[2]);

    Noted.end(folder);

    assertThat(foreign.isAlive()).isTrue();
    real.destroyForcibly();
  }

  @Test
  void whatWasNotedBeforeTheMachineStartedAgainIsLeftAlone() throws Exception {
    var words = noted().split(" ");
    Files.writeString(
        note(), words[0] + " " + words[1] + " 00000000-0000-0000-0000-000000000000\n");

    Noted.end(folder);

    var process = process(words[0] + " ");
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "-1 2 3", "x y z", "1 1 1 1", "99999999999999999999 1 1"})
  void aNoteThatWasCutOffOrIsNoneEndsNothing(String text) throws Exception {
    Files.writeString(note(), text);

    Noted.end(folder);

    assertThat(note()).doesNotExist();
    assertThat(foreign.isAlive()).isTrue();
  }

  @Test
  void whatDoesNotStartIsToldByItsLastWords() throws Exception {
    var failing =
        Noted.start(folder, List.of("sh", "-c", "echo the port is taken; exit 1"), Map.of());

    assertThatThrownBy(() -> failing.until(() -> false))
        .isInstanceOf(IOException.class)
        .hasMessage("it does not start: the port is taken");
    assertThat(failing.ended(java.time.Duration.ofSeconds(5))).isEqualTo(1);
    assertThat(foreign.waitFor(0, TimeUnit.SECONDS)).isFalse();
  }
}
