package dev.quaestor.tools.chaos;

import com.google.re2j.Pattern;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.tools.production.ProductionHouse;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Reads the books: the ledger by its API, Temporal as an operator, the lab's own truth. */
final class BookKeeper implements AutoCloseable {
  private static final String PAGE = "200";
  private static final Pattern MARK = Pattern.compile("\\[quaestor:([^\\]]+)\\]");

  /** A task that has failed this often is not a matter of one broken process. */
  private static final int AGAIN_AND_AGAIN = 4;

  private final Callers callers;
  private final LabTenant lab;
  private final String namespace;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  BookKeeper(ProductionHouse house, Callers callers) {
    this.callers = callers;
    this.lab = house.lab();
    this.namespace = house.namespace();
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(house.temporalTarget()).build());
    this.client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  Books read() {
    var running = running();
    var devices = new HashSet<String>();
    var state = lab.state();
    for (var device : state.path("devices")) {
      if (device.path("isolated").asBoolean()) {
        devices.add(device.path("id").asString());
      }
    }
    return new Books(cases(), running, failing(running), effects(state), devices);
  }

  /** How many cases the ledger holds for open. */
  int open() {
    return (int) ids().values().stream().filter(ended -> !ended).count();
  }

  /** Each case, and whether it has ended. */
  private Map<String, Boolean> ids() {
    var ids = new TreeMap<String, Boolean>();
    for (int page = 0; ; page++) {
      var filter = Map.of("page", Integer.toString(page), "size", PAGE);
      var items = callers.call(api -> api.investigations(filter)).body().path("items");
      items.forEach(i -> ids.put(i.path("investigationId").asString(), Flow.isOver(i)));
      if (items.size() < Integer.parseInt(PAGE)) {
        return ids;
      }
    }
  }

  private List<Books.Case> cases() {
    var cases = new ArrayList<Books.Case>();
    for (var id : ids().keySet()) {
      var report = callers.call(api -> api.investigation(id)).body();
      var log = callers.call(api -> api.log(id)).body().path("items");
      var decided = decided(log);
      var actions = new ArrayList<Books.Action>();
      report.path("actions").forEach(a -> actions.add(action(a, decided)));
      var alerts = new ArrayList<String>();
      report.path("alerts").forEach(a -> alerts.add(a.path("alertId").asString()));
      cases.add(
          new Books.Case(
              id,
              report.path("workflowId").asString(),
              report.path("state").asString(),
              Flow.isOver(report),
              List.copyOf(alerts),
              List.copyOf(actions),
              gaps(log)));
    }
    return cases;
  }

  private static Books.Action action(JsonNode action, Map<String, Integer> decided) {
    var id = action.path("actionId").asString();
    return new Books.Action(
        id,
        action.path("type").asString(),
        action
            .path("device")
            .path("deviceId")
            .asString(action.path("target").path("deviceId").asString("")),
        action.path("decision").asString(),
        action.path("execution").asString(),
        action.path("undo").asString(),
        decided.getOrDefault(id, 0));
  }

  private static Map<String, Integer> decided(JsonNode log) {
    var counts = new HashMap<String, Integer>();
    for (var line : log) {
      if (line.path("type").asString().equals("actionDecided")) {
        counts.merge(line.path("event").path("actionId").asString(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Each stream of a case counts from its first event without a gap. */
  private static List<String> gaps(JsonNode log) {
    var last = new TreeMap<String, Long>();
    var gaps = new ArrayList<String>();
    for (var line : log) {
      var stream = line.path("stream").asString();
      long seq = line.path("seq").asLong();
      var before = last.put(stream, seq);
      if (before != null && seq != before + 1) {
        gaps.add("in %s event %d comes after %d".formatted(stream, seq, before));
      }
    }
    return gaps;
  }

  private Set<String> running() {
    return new TreeSet<>(
        client
            .listExecutions("WorkflowType='Investigation' AND ExecutionStatus='Running'")
            .map(WorkflowExecutionMetadata::getExecution)
            .map(WorkflowExecution::getWorkflowId)
            .toList());
  }

  private Map<String, String> failing(Set<String> running) {
    var failing = new TreeMap<String, String>();
    for (var id : running) {
      var told =
          stubs
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(namespace)
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                      .build());
      if (told.hasPendingWorkflowTask()
          && told.getPendingWorkflowTask().getAttempt() >= AGAIN_AND_AGAIN) {
        failing.put(
            id,
            "its workflow task (attempt %d)".formatted(told.getPendingWorkflowTask().getAttempt()));
      }
      told.getPendingActivitiesList().stream()
          .filter(activity -> activity.getAttempt() >= AGAIN_AND_AGAIN)
          .forEach(
              activity ->
                  failing.put(
                      id,
                      "%s (attempt %d): %s"
                          .formatted(
                              activity.getActivityType().getName(),
                              activity.getAttempt(),
                              activity.getLastFailure().getMessage())));
    }
    return failing;
  }

  private static List<Books.Effect> effects(JsonNode state) {
    var effects = new ArrayList<Books.Effect>();
    for (var action : state.path("machineActions")) {
      var mark = MARK.matcher(action.path("requestorComment").asString(""));
      effects.add(
          new Books.Effect(
              mark.find() ? mark.group(1) : "",
              action.path("type").asString(),
              action.path("machineId").asString(),
              action.path("status").asString().equals("Succeeded")));
    }
    return effects;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(2, TimeUnit.SECONDS);
  }
}
