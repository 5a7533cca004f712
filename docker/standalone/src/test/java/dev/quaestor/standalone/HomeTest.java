package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.quaestor.starter.cli.client.ServerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a standalone runs is what its process tells. */
class HomeTest {
  @TempDir private Path root;

  private boolean runs(long pid) throws Exception {
    new ServerFile("http://127.0.0.1:1", null, null, null, null, pid, null).write(root);
    return new Home(root, root.resolve(".quaestor")).running().isPresent();
  }

  @Test
  void oneThatIsThereRuns() throws Exception {
    assertThat(runs(ProcessHandle.current().pid())).isTrue();
  }

  @Test
  void oneThatWasKilledAndWhoseParentHasNotAskedForItsEndDoesNot() throws Exception {
    assumeThat(Path.of("/proc/self/stat")).exists();
    var parent = new ProcessBuilder("sh", "-c", "sleep 1 & echo $!; exec sleep 60").start();
    try {
      var child = Long.parseLong(parent.inputReader().readLine());
      var stat = Path.of("/proc", Long.toString(child), "stat");
      while (!Files.readString(stat).contains(") Z ")) {
        Thread.sleep(10);
      }
      assertThat(ProcessHandle.of(child)).isPresent();

      assertThat(runs(child)).isFalse();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }
}
