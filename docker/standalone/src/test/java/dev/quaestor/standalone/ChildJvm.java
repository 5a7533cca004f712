package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of ours in a JVM of its own, as a supervisor starts it.
 *
 * @param folder where it runs, and where what it says is kept
 */
record ChildJvm(Path folder, Map<String, String> environment) {
  private static final int ENDS_WITHIN_SECONDS = 90;

  ChildJvm(Path folder) {
    this(folder, Map.of());
  }

  /** How it ended, and all that it said, in the order in which it said it. */
  record Ended(int exit, String said) {

    /** With its reason as the last thing, and nothing that only a programmer can read. */
    Ended failedBecause(String... words) {
      assertThat(said).contains(words).doesNotContain("\tat ").doesNotContain("Exception");
      assertThat(exit).isEqualTo(1);
      return this;
    }
  }

  Process start(Class<?> main, String... arguments) {
    try {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "--enable-native-access=ALL-UNNAMED",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx400m",
              "-cp",
              System.getProperty("java.class.path"),
              main.getName()));
      command.addAll(List.of(arguments));
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("TEMPORAL_"));
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended run(Class<?> main, String... arguments) {
    var process = start(main, arguments);
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("It does not end:\n" + said());
      }
      return new Ended(process.exitValue(), said());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("child.log");
  }
}
