package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.client.QuaestorClient;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.RawValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** The engine as its users have it: alerts and decisions by the API, effects seen on the lab. */
final class Engine implements Subject, AutoCloseable {
  private static final int ENDS_WITHIN_SECONDS = 90;

  private final QuaestorClient api;
  private final WorkflowClient client;
  private final Arrivals effects = new Arrivals();
  private final LabTenant lab;
  private final PendingWatch pending;
  private final Patience patience = new Patience();

  Engine(QuaestorClient api, LabTenant lab, WorkflowClient client) {
    this.api = api;
    this.client = client;
    this.lab = lab;
    this.pending = new PendingWatch(api);
  }

  /** To be told of each effect on the lab. */
  void tookEffect(LabTenant.Effect effect) {
    effects.arrived(effect.machineId() + effect.type());
  }

  @Override
  public Run run(MeasuredPath course) {
    return run(course, FreshAlert.of(course));
  }

  /** The same with that alert. */
  Run run(MeasuredPath course, FreshAlert alert) {
    lab.knowsAlike(course.file().sha1(), alert.file().sha1(), alert.file().sha256());
    var effect = alert.deviceId() + course.onTheLab();
    var sent = System.nanoTime();
    var answer = patience.call(() -> api.submit(alert.body(), "application/json", null)).body();
    var id = answer.path("alerts").path(0).path("investigationId").asString();
    return switch (course) {
      case AUTOMATIC -> {
        var contained = effects.await(effect);
        yield new Run(ended(id), Map.of(Measure.ALERT_TO_CONTAINED, contained - sent));
      }
      case APPROVED -> {
        var shown = pending.await(id);
        var decided = System.nanoTime();
        approve(shown.actionIds());
        var done = effects.await(effect);
        yield new Run(
            ended(id),
            Map.of(
                Measure.ALERT_TO_PENDING,
                shown.at() - sent,
                Measure.DECISION_TO_EFFECT,
                done - decided));
      }
    };
  }

  private void approve(List<String> actionIds) {
    var answer = patience.call(() -> api.decide(actionIds, QuaestorClient.Choice.APPROVE, "bench"));
    if (answer.status() != 200) {
      throw new IllegalStateException("A decision was answered with " + answer.status());
    }
  }

  /** How many calls were sent again because no worker answered in time, since last asked. */
  int repeated() {
    return patience.repeated();
  }

  private String ended(String investigationId) {
    JsonNode report = api.investigation(investigationId).body();
    var workflowId = report.path("workflowId").asString();
    // No run id: each device is new, so its workflow has had one run.
    var workflow = client.newUntypedWorkflowStub(workflowId);
    try {
      workflow.getResult(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS, RawValue.class);
      return workflowId;
    } catch (TimeoutException e) {
      throw new IllegalStateException("It does not end: " + workflowId, e);
    }
  }

  @Override
  public void close() {
    pending.close();
  }
}
