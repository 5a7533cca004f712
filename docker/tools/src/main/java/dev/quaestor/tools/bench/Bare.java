package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.wire.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The floor: the same traffic with Temporal, and nothing else. No API, ledger, back end, rules. */
final class Bare implements Subject, AutoCloseable {
  private final WorkflowClient client;
  private final Function<MeasuredPath, Shape> shapes;
  private final Arrivals signs = new Arrivals();
  private final BareWorkers workers;

  Bare(WorkflowClient client, Function<MeasuredPath, Shape> shapes) {
    this.client = client;
    this.shapes = shapes;
    this.workers = new BareWorkers(client, shapes, signs);
  }

  @Override
  public Run run(MeasuredPath course) {
    var run = UUID.randomUUID().toString();
    var workflowId = "bench/" + run;
    var shape = shapes.apply(course);
    var workflow = client.newWorkflowStub(BareWorkflow.class, options(workflowId));
    var sent = System.nanoTime();
    start(workflow, run, course, shape);
    return switch (course) {
      case AUTOMATIC -> {
        var contained = signs.await(BareWorkers.sign(run, Sign.TAKES_EFFECT));
        end(workflow);
        yield new Run(workflowId, Map.of(Measure.ALERT_TO_CONTAINED, contained - sent));
      }
      case APPROVED -> {
        var shown = signs.await(BareWorkers.sign(run, Sign.SHOWS_PENDING));
        var decided = System.nanoTime();
        workflow.decide(Parcel.of(run, course, -1, shape.decision()));
        var done = signs.await(BareWorkers.sign(run, Sign.TAKES_EFFECT));
        end(workflow);
        yield new Run(
            workflowId,
            Map.of(
                Measure.ALERT_TO_PENDING,
                shown - sent,
                Measure.DECISION_TO_EFFECT,
                done - decided));
      }
    };
  }

  private static void start(BareWorkflow workflow, String run, MeasuredPath course, Shape shape) {
    WorkflowClient.executeUpdateWithStart(
        workflow::addAlert,
        Parcel.of(run, course, -1, shape.alert()),
        UpdateOptions.newBuilder(Parcel.class)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(workflow::run, Parcel.of(run, course, -1, "")));
  }

  private static void end(BareWorkflow workflow) {
    WorkflowStub.fromTyped(workflow).getResult(Parcel.class);
  }

  private static WorkflowOptions options(String workflowId) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(BareWorkers.queue(TaskQueues.INVESTIGATION))
        .setWorkflowId(workflowId)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .build();
  }

  @Override
  public void close() {
    workers.close();
  }
}
