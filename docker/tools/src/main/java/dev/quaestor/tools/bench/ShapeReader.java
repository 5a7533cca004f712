package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.Shape.Cause;
import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.tools.bench.Shape.Step;
import dev.quaestor.wire.TaskQueues;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads the shape of a workflow from its history. */
final class ShapeReader {
  /** The activities that tell the ledger something. */
  private static final Set<String> RECORDING = Set.of("RecordEvents", "BeginActions");

  private final MeasuredPath course;
  private final BiFunction<Instant, Instant, List<List<BackEndCall>>> called;
  private final Map<Long, Instant> started = new HashMap<>();
  private final Map<Integer, List<List<BackEndCall>>> calls = new HashMap<>();
  private final Map<Long, Integer> steps = new LinkedHashMap<>();
  private final List<ActivityTaskScheduledEventAttributes> scheduled = new ArrayList<>();
  private final List<Cause> causes = new ArrayList<>();
  private final Map<Integer, String> outputs = new HashMap<>();

  private final Set<Integer> beforeDecision = new HashSet<>();
  private Cause last = new Cause.Start();

  /** What had happened last when the workflow task was scheduled that is under way. */
  private Cause whenScheduled = last;

  /** What the commands come from that are read now: they follow the task that gave them. */
  private Cause current = last;

  private String alert = "";
  private String decision = "";
  private int timers;
  private int workflowTasks;

  private ShapeReader(
      MeasuredPath course, BiFunction<Instant, Instant, List<List<BackEndCall>>> called) {
    this.course = course;
    this.called = called;
  }

  static Shape read(MeasuredPath course, List<HistoryEvent> history) {
    return read(course, history, (from, to) -> List.of());
  }

  /**
   * @param called what was called of the back end between two moments; of activities that ran at
   *     one time, the one that looks or acts made the calls
   */
  static Shape read(
      MeasuredPath course,
      List<HistoryEvent> history,
      BiFunction<Instant, Instant, List<List<BackEndCall>>> called) {
    var reader = new ShapeReader(course, called);
    history.forEach(reader::take);
    return reader.shape(history.size());
  }

  private void take(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED ->
          alert = filling(event.getWorkflowExecutionStartedEventAttributes().getInput());
      case EVENT_TYPE_WORKFLOW_TASK_SCHEDULED -> whenScheduled = last;
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> {
        workflowTasks++;
        current = whenScheduled;
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> message(event);
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled(event);
      case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
          started.put(
              event.getActivityTaskStartedEventAttributes().getScheduledEventId(), time(event));
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
        var attributes = event.getActivityTaskCompletedEventAttributes();
        var step = steps.get(attributes.getScheduledEventId());
        if (step != null) {
          outputs.put(step, filling(attributes.getResult()));
          calls.put(step, calledBy(step, attributes.getScheduledEventId(), time(event)));
          last = new Cause.After(step);
        }
      }
      case EVENT_TYPE_TIMER_STARTED -> timers++;
      default -> {}
    }
  }

  private List<List<BackEndCall>> calledBy(int step, long scheduledEventId, Instant ended) {
    var began = started.get(scheduledEventId);
    return began == null
            || scheduled.get(step).getTaskQueue().getName().equals(TaskQueues.ACTION_CENTER)
        ? List.of()
        : called.apply(began, ended);
  }

  private static Instant time(HistoryEvent event) {
    return Instant.ofEpochSecond(
        event.getEventTime().getSeconds(), event.getEventTime().getNanos());
  }

  private void message(HistoryEvent event) {
    var input =
        event.getWorkflowExecutionUpdateAcceptedEventAttributes().getAcceptedRequest().getInput();
    if (input.getName().equals("decide")) {
      decision = filling(input.getArgs());
      current = new Cause.Decided();
      for (int i = 0; i < scheduled.size(); i++) {
        beforeDecision.add(i);
      }
    }
  }

  private void scheduled(HistoryEvent event) {
    var attributes = event.getActivityTaskScheduledEventAttributes();
    steps.put(event.getEventId(), scheduled.size());
    scheduled.add(attributes);
    causes.add(current);
  }

  private Shape shape(int events) {
    var shows = lastRecordBeforeDecision();
    var result = new ArrayList<Step>();
    for (int i = 0; i < scheduled.size(); i++) {
      var attributes = scheduled.get(i);
      var input = filling(attributes.getInput());
      var sign = i == shows ? Sign.SHOWS_PENDING : Sign.NONE;
      if (takesEffect(attributes, input)) {
        sign = Sign.TAKES_EFFECT;
      }
      result.add(
          new Step(
              attributes.getTaskQueue().getName(),
              causes.get(i),
              sign,
              input,
              outputs.getOrDefault(i, ""),
              calls.getOrDefault(i, List.of())));
    }
    return new Shape(alert, decision, List.copyOf(result), timers, events, workflowTasks);
  }

  private int lastRecordBeforeDecision() {
    return beforeDecision.stream()
        .filter(i -> RECORDING.contains(scheduled.get(i).getActivityType().getName()))
        .mapToInt(Integer::intValue)
        .max()
        .orElse(-1);
  }

  private boolean takesEffect(ActivityTaskScheduledEventAttributes attributes, String input) {
    return attributes.getActivityType().getName().equals("PerformAction")
        && input.contains(course.action().name());
  }

  /**
   * As many bytes as the payloads have, and text of the same kind, because what goes to the server
   * is compressed. Nothing in it needs an escape in JSON.
   */
  private static String filling(Payloads payloads) {
    return payloads.getPayloadsList().stream()
        .map(p -> p.getData().toString(StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining())
        .replaceAll("[^ !#-\\[\\]-~]", " ");
  }
}
