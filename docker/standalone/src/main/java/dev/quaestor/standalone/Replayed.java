package dev.quaestor.standalone;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of one history.
 *
 * @param failure what was found; null when it replays
 */
record Replayed(String source, int events, Result result, @Nullable String failure) {

  enum Result {
    REPLAYS("replays"),
    /** The code of today decides otherwise than the history says. */
    DIFFERS("differs"),
    UNREADABLE("unreadable"),
    UNKNOWN_TYPE("unknown workflow type"),
    /** What it carries was written by another version, and is not understood here. */
    OTHER_VERSION("other version");

    private final String words;

    Result(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Replayed unreadable(String source, String why) {
    return new Replayed(source, 0, Result.UNREADABLE, why);
  }

  /**
   * @param worker knows those types, and reads payloads by that converter
   */
  static Replayed of(
      String source,
      WorkflowExecutionHistory history,
      Worker worker,
      MisreadPayloads payloads,
      Class<?>[] known) {
    var events = history.getHistory().getEventsList();
    if (events.isEmpty() || !events.getFirst().hasWorkflowExecutionStartedEventAttributes()) {
      return unreadable(source, "It does not begin with the start of a workflow");
    }
    var type =
        events.getFirst().getWorkflowExecutionStartedEventAttributes().getWorkflowType().getName();
    var types = types(known);
    if (!types.contains(type)) {
      return new Replayed(
          source,
          events.size(),
          Result.UNKNOWN_TYPE,
          "Its workflow type is \"%s\"; known are %s".formatted(type, String.join(", ", types)));
    }
    payloads.taken();
    try {
      WorkflowReplayer.replayWorkflowExecution(history, worker);
      return new Replayed(source, events.size(), Result.REPLAYS, null);
    } catch (Exception e) {
      return payloads
          .taken()
          .map(
              misread ->
                  new Replayed(source, events.size(), Result.OTHER_VERSION, deepest(misread)))
          .orElseGet(() -> new Replayed(source, events.size(), Result.DIFFERS, deepest(e)));
    }
  }

  private static List<String> types(Class<?>[] known) {
    return Stream.of(known)
        .flatMap(type -> POJOWorkflowImplMetadata.newInstance(type).getWorkflowMethods().stream())
        .map(POJOWorkflowMethodMetadata::getName)
        .sorted()
        .toList();
  }

  private static String deepest(Throwable e) {
    var deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
  }
}
