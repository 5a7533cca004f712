package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.wire.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A floor: the same traffic with Temporal, and nothing that decides. No API, no rules; of back end
 * and ledger what its errands are.
 */
final class Bare implements Subject, AutoCloseable {
  private final WorkflowClient client;
  private final String floor;
  private final Function<MeasuredPath, Shape> shapes;
  private final Arrivals signs;
  private final Errands errands;
  private final BareWorkers workers;

  /**
   * @param floor begins the names of its task queues: two floors at one time have two
   * @param signs where the errands show what they brought about
   */
  Bare(
      WorkflowClient client,
      String floor,
      Function<MeasuredPath, Shape> shapes,
      Arrivals signs,
      Errands errands) {
    this.client = client;
    this.floor = floor;
    this.shapes = shapes;
    this.signs = signs;
    this.errands = errands;
    this.workers = new BareWorkers(client, floor, shapes, errands);
  }

  /** Whose activities do nothing. */
  static Bare idle(WorkflowClient client, Function<MeasuredPath, Shape> shapes) {
    var signs = new Arrivals();
    return new Bare(client, "bench-", shapes, signs, Errands.none(signs));
  }

  @Override
  public Run run(MeasuredPath course) {
    var run = UUID.randomUUID().toString();
    errands.begin(run, course);
    try {
      return run(run, course);
    } finally {
      errands.end(run);
    }
  }

  private Run run(String run, MeasuredPath course) {
    var workflowId = "bench/" + run;
    var shape = shapes.apply(course);
    var workflow = client.newWorkflowStub(BareWorkflow.class, options(workflowId));
    var sent = System.nanoTime();
    start(workflow, run, course, shape);
    return switch (course) {
      case AUTOMATIC -> {
        var contained = signs.await(Errands.sign(run, Sign.TAKES_EFFECT));
        end(workflow);
        yield new Run(workflowId, Map.of(Measure.ALERT_TO_CONTAINED, contained - sent));
      }
      case APPROVED -> {
        var shown = signs.await(Errands.sign(run, Sign.SHOWS_PENDING));
        var decided = System.nanoTime();
        workflow.decide(Parcel.of(run, course, -1, shape.decision()));
        var done = signs.await(Errands.sign(run, Sign.TAKES_EFFECT));
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
    WorkflowClient.start(workflow::run, Parcel.of(run, course, -1, shape.alert()));
  }

  private static void end(BareWorkflow workflow) {
    WorkflowStub.fromTyped(workflow).getResult(Parcel.class);
  }

  private WorkflowOptions options(String workflowId) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(BareWorkers.queue(floor, TaskQueues.INVESTIGATION))
        .setWorkflowId(workflowId)
        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
        .build();
  }

  @Override
  public void close() {
    workers.close();
  }
}
