package dev.quaestor.standalone.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is no Temporal, in its place: what counts is how it lives and dies. */
class DevServerTest {
  @TempDir Path state;

  private Path program(String script) throws IOException {
    var file = state.resolve("temporal");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** Starts it as one whose parent was killed. */
  private ProcessHandle orphan(Path database) throws Exception {
    var program = program("while :; do sleep 0.1; done");
    var out = state.resolve("pid");
    new ProcessBuilder(
            "sh",
            "-c",
            "%s server start-dev --port 17 --ui-port 18 --db-filename %s >/dev/null 2>&1 & echo $!"
                .formatted(program, database))
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    var pid = Files.readString(out).strip();
    Files.writeString(state.resolve("temporal.pid"), pid);
    var left = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    // Between its fork and its exec it still is the shell.
    while (!List.of(left.info().arguments().orElseThrow()).contains("--db-filename")) {
      Thread.sleep(10);
    }
    return left;
  }

  @Test
  void whatAKilledRunLeftBehindIsFoundOnItsPortsAndEnded() throws Exception {
    var left = orphan(state.resolve("temporal.db"));

    assertThat(DevServer.leftBehind(Path.of("temporal"), state))
        .hasValueSatisfying(s -> assertThat(s.target()).isEqualTo("127.0.0.1:17"));
    assertThat(Temporals.endLeftBehind(state)).hasValue(left.pid());

    left.onExit().get(5, TimeUnit.SECONDS);
    assertThat(Temporals.endLeftBehind(state)).isEmpty();
  }

  @Test
  void whateverElseHasTheRecordedProcessIdIsLeftAlone() throws Exception {
    var another = orphan(state.resolve("elsewhere").resolve("temporal.db"));
    try {
      assertThat(Temporals.isLeftBehind(state)).isFalse();
      assertThat(Temporals.endLeftBehind(state)).isEmpty();
      assertThat(another.isAlive()).isTrue();
    } finally {
      another.destroyForcibly();
    }
  }

  @Test
  void oneThatDiesAgainAndAgainIsGivenUpAndThatIsSaid() throws Exception {
    var program = program("echo started >> " + state.resolve("starts") + "; exit 1");
    var said = new CopyOnWriteArrayList<String>();
    var pauses = List.of(Duration.ofMillis(10), Duration.ofMillis(10));

    try (var watch = Watch.over(DevServer.start(program, state, 17, 18), pauses, said::add)) {
      assertThat(watch.loss().get(30, TimeUnit.SECONDS)).contains("3 times in a row");
    }

    assertThat(Files.readAllLines(state.resolve("starts"))).hasSize(3);
    assertThat(said).anySatisfy(line -> assertThat(line).contains("starting it again"));
  }

  @Test
  void whatIsBeingStoppedIsNotStartedAgain() throws Exception {
    var program = program("echo started >> " + state.resolve("starts") + "; sleep 60");
    var server = DevServer.start(program, state, 17, 18);
    var watch = Watch.over(server, List.of(Duration.ofSeconds(30)), line -> {});
    var starts = state.resolve("starts");
    for (int i = 0; i < 1000 && !Files.exists(starts); i++) {
      Thread.sleep(10);
    }

    server.close();
    watch.close();

    assertThat(watch.loss()).isNotDone();
    assertThat(Files.readAllLines(starts)).hasSize(1);
  }
}
