package dev.quaestor.replay;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The recorded histories: {@code histories/<workflow type>/<sdk version>-<scenario>.json}. A file
 * stays as it was recorded; code that gains a path gains a file.
 */
final class Histories {
  /** Written with the system property {@code quaestor.histories.write=true}, from the module. */
  static final Path FOLDER = Path.of("src/test/resources/histories");

  private Histories() {}

  static List<Path> all() {
    try (var files = Files.walk(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WorkflowExecutionHistory read(Path file) {
    try {
      return WorkflowExecutionHistory.fromJson(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(WorkflowExecutionHistory history, String sdkVersion, String scenario) {
    var type =
        history
            .getHistory()
            .getEvents(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getWorkflowType()
            .getName();
    try {
      var folder = Files.createDirectories(FOLDER.resolve(type));
      Files.writeString(
          folder.resolve(sdkVersion + "-" + scenario + ".json"), history.toJson(true) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
