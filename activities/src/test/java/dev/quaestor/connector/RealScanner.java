package dev.quaestor.connector;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program of the test's own, as nobody where the test is root, in a folder of its own. */
public final class RealScanner implements AutoCloseable {
  private static final String NOBODY = "65534";

  private final Path folder;
  private final Thread teardown = new Thread(this::stop);
  private Process process;

  private RealScanner(Path folder) {
    this.folder = folder;
  }

  /** Skips the test, saying why, where the program is not there; unless it is required. */
  public static void need(String program) {
    var there = Files.isExecutable(Path.of(program));
    if (!there && "true".equals(System.getenv("QUAESTOR_REQUIRE_SCANNERS"))) {
      fail(program + " is required by QUAESTOR_REQUIRE_SCANNERS and not installed");
    }
    assumeTrue(there, "skipped: contents are scanned by a real " + program + ", which is not here");
  }

  /** A folder that nobody owns. */
  public static Path folder(String name) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory(name);
    if (isRoot()) {
      owned(folder);
    }
    return folder;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void owned(Path folder) throws IOException, InterruptedException {
    run("chown", "-R", NOBODY + ":" + NOBODY, folder.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      fail(String.join(" ", command));
    }
  }

  /** Starts it by a command that stays in the foreground. */
  public static RealScanner up(Path folder, List<String> command, BooleanSupplier answers)
      throws IOException, InterruptedException {
    var scanner = new RealScanner(folder);
    var all = new ArrayList<String>();
    if (isRoot()) {
      owned(folder);
      all.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    all.addAll(command);
    Runtime.getRuntime().addShutdownHook(scanner.teardown);
    scanner.process =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
            .start();
    // It reads its rules first, which takes long on a busy machine.
    for (int n = 0; n < 1200; n++) {
      if (answers.getAsBoolean()) {
        return scanner;
      }
      if (!scanner.process.isAlive()) {
        break;
      }
      Thread.sleep(100);
    }
    var out = Files.readString(folder.resolve("out"));
    scanner.close();
    throw new AssertionError("it does not answer: " + out);
  }

  private void stop() {
    if (process == null) {
      return;
    }
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(teardown);
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException | java.io.UncheckedIOException gone) {
      // Its own files went with it.
    }
  }
}
