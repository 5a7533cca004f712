package dev.quaestor.tools.bench;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the time of workflows went, in milliseconds for one of them on average: the sums of what
 * their histories say, so that what ran side by side counts twice.
 *
 * @param waiting of tasks for a worker that takes them
 * @param deciding in workflow tasks
 * @param activities in each kind of activity, answers to the server included
 * @param events of the longest history
 */
record Spending(double waiting, double deciding, Map<String, Double> activities, int events) {

  /**
   * @param histories one at least
   */
  static Spending of(List<List<HistoryEvent>> histories) {
    var tally = new Tally();
    histories.forEach(tally::take);
    var size = histories.size();
    var activities = new TreeMap<String, Double>();
    tally.activities.forEach((type, millis) -> activities.put(type, millis / size));
    return new Spending(tally.waiting / size, tally.deciding / size, activities, tally.events);
  }

  double all() {
    return waiting + deciding + inActivities();
  }

  double inActivities() {
    return activities.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static final class Tally {
    private final Map<String, Double> activities = new TreeMap<>();
    private double waiting;
    private double deciding;
    private int events;

    void take(List<HistoryEvent> history) {
      events = Math.max(events, history.size());
      var byId = new HashMap<Long, HistoryEvent>();
      for (var event : history) {
        byId.put(event.getEventId(), event);
        switch (event.getEventType()) {
          case EVENT_TYPE_WORKFLOW_TASK_STARTED ->
              waiting +=
                  since(
                      byId,
                      event.getWorkflowTaskStartedEventAttributes().getScheduledEventId(),
                      event);
          case EVENT_TYPE_WORKFLOW_TASK_COMPLETED ->
              deciding +=
                  since(
                      byId,
                      event.getWorkflowTaskCompletedEventAttributes().getStartedEventId(),
                      event);
          case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
              waiting +=
                  since(
                      byId,
                      event.getActivityTaskStartedEventAttributes().getScheduledEventId(),
                      event);
          case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
            var attributes = event.getActivityTaskCompletedEventAttributes();
            var scheduled = byId.get(attributes.getScheduledEventId());
            if (scheduled != null) {
              activities.merge(
                  scheduled.getActivityTaskScheduledEventAttributes().getActivityType().getName(),
                  since(byId, attributes.getStartedEventId(), event),
                  Double::sum);
            }
          }
          default -> {}
        }
      }
    }

    private static double since(Map<Long, HistoryEvent> byId, long earlier, HistoryEvent event) {
      var from = byId.get(earlier);
      return from == null ? 0 : millis(event) - millis(from);
    }

    private static double millis(HistoryEvent event) {
      var time = event.getEventTime();
      return time.getSeconds() % 1_000_000 * 1e3 + time.getNanos() / 1e6;
    }
  }
}
