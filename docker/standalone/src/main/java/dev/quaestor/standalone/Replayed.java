package dev.quaestor.standalone;

import dev.quaestor.text.Excerpt;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of one history.
 *
 * @param note what there is to know of it all the same; null when there is nothing
 * @param failure what was found; null when it replays
 */
record Replayed(
    String source, int events, Result result, @Nullable String note, @Nullable String failure) {

  private static final int LONGEST_REASON = 200;

  /** The SDK's name for a task that takes too long; the replayer keeps only its words. */
  private static final String DEADLOCK = "PotentialDeadlockException";

  enum Result {
    REPLAYS("replays"),
    /** The code of today decides otherwise than the history says. */
    DIFFERS("differs"),
    UNREADABLE("unreadable"),
    UNKNOWN_TYPE("unknown workflow type"),
    /** What it carries was written by another version, and is not understood here. */
    OTHER_VERSION("other version"),
    /** This machine did not come to an end of it, which says nothing of the code. */
    NOT_FINISHED("not finished");

    private final String words;

    Result(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Replayed unreadable(String source, String why) {
    return new Replayed(source, 0, Result.UNREADABLE, null, why);
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
          null,
          "Its workflow type is \"%s\"; known are %s".formatted(type, String.join(", ", types)));
    }
    payloads.taken();
    var note = endedFromOutside(events.getLast());
    try {
      WorkflowReplayer.replayWorkflowExecution(
          note == null ? history : withoutEnd(history), worker);
      return new Replayed(source, events.size(), Result.REPLAYS, note, null);
    } catch (Exception e) {
      return payloads
          .taken()
          .map(
              misread ->
                  new Replayed(source, events.size(), Result.OTHER_VERSION, null, deepest(misread)))
          .orElseGet(
              () ->
                  new Replayed(
                      source,
                      events.size(),
                      isSlow(e) ? Result.NOT_FINISHED : Result.DIFFERS,
                      null,
                      deepest(e)));
    }
  }

  /** What no code of a workflow decided, so that no replay can come to it. */
  private static @Nullable String endedFromOutside(HistoryEvent last) {
    if (last.hasWorkflowExecutionTerminatedEventAttributes()) {
      var reason = last.getWorkflowExecutionTerminatedEventAttributes().getReason();
      return "It was terminated%s; it was replayed up to there"
          .formatted(reason.isBlank() ? "" : " (" + Excerpt.of(reason, LONGEST_REASON) + ")");
    }
    return last.hasWorkflowExecutionTimedOutEventAttributes()
        ? "It timed out; it was replayed up to there"
        : null;
  }

  private static WorkflowExecutionHistory withoutEnd(WorkflowExecutionHistory history) {
    var events = history.getHistory().toBuilder();
    return new WorkflowExecutionHistory(
        events.removeEvents(events.getEventsCount() - 1).build(),
        history.getWorkflowExecution().getWorkflowId());
  }

  /** The names of the workflow types of these classes. */
  static List<String> types(Class<?>[] known) {
    return Stream.of(known)
        .flatMap(type -> POJOWorkflowImplMetadata.newInstance(type).getWorkflowMethods().stream())
        .map(POJOWorkflowMethodMetadata::getName)
        .sorted()
        .toList();
  }

  /** A machine that does nothing for long looks like a workflow that does not let go. */
  private static boolean isSlow(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(DEADLOCK));
  }

  private static String deepest(Throwable e) {
    var deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
  }
}
