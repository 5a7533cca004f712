package dev.quaestor.tools.bench;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.HashSet;
import java.util.List;

/**
 * What the runs of one case put on a server.
 *
 * @param runs how many histories it has
 * @param events of all of them
 * @param bytes of all of them
 * @param actions as Temporal Cloud bills them, without retries, heartbeats and queries, which leave
 *     no trace: a start, a run that goes on as new, an activity, a timer, a signal, an update, an
 *     upsert of search attributes, and the local activities of one workflow task together
 */
record Billed(int runs, long events, long bytes, long actions) {
  private static final Billed NONE = new Billed(0, 0, 0, 0);

  static Billed of(List<List<HistoryEvent>> histories) {
    return histories.stream().map(Billed::ofRun).reduce(NONE, Billed::and);
  }

  private static Billed ofRun(List<HistoryEvent> history) {
    long bytes = 0;
    long actions = 0;
    var tasksWithMarkers = new HashSet<Long>();
    for (var event : history) {
      bytes += event.getSerializedSize();
      switch (event.getEventType()) {
        case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
            EVENT_TYPE_TIMER_STARTED,
            EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
            EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES ->
            actions++;
        case EVENT_TYPE_MARKER_RECORDED ->
            tasksWithMarkers.add(
                event.getMarkerRecordedEventAttributes().getWorkflowTaskCompletedEventId());
        default -> {}
      }
    }
    return new Billed(1, history.size(), bytes, actions + tasksWithMarkers.size());
  }

  private Billed and(Billed other) {
    return new Billed(
        runs + other.runs, events + other.events, bytes + other.bytes, actions + other.actions);
  }
}
