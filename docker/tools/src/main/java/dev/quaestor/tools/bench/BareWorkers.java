package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What runs the bare workflow: as many queues as the engine has, set up as its own are. */
final class BareWorkers implements AutoCloseable {
  private static final String PREFIX = "bench-";
  private static final int CACHED_WORKFLOWS = 1000;
  private static final int WORKFLOW_TASKS = 16;
  private static final int POLLERS = 4;

  private final WorkerFactory factory;

  BareWorkers(WorkflowClient client, Function<MeasuredPath, Shape> shapes, Arrivals signs) {
    this.factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(CACHED_WORKFLOWS)
                .setMaxWorkflowThreadCount(8 * CACHED_WORKFLOWS)
                .build());
    factory
        .newWorker(
            queue(TaskQueues.INVESTIGATION),
            options()
                .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
                .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                .build())
        .registerWorkflowImplementationFactory(
            BareWorkflow.class, () -> new BareWorkflowImpl(shapes));
    for (var queue :
        List.of(TaskQueues.EVIDENCE, TaskQueues.REMEDIATION, TaskQueues.ACTION_CENTER)) {
      factory
          .newWorker(queue(queue), options().setMaxConcurrentActivityTaskPollers(POLLERS).build())
          .registerActivitiesImplementations(new Carrying(shapes, signs));
    }
    factory.start();
  }

  static String queue(String engines) {
    return PREFIX + engines;
  }

  /** What a run shows to those who wait for it. */
  static String sign(String run, Sign sign) {
    return run + sign;
  }

  private static WorkerOptions.Builder options() {
    return WorkerOptions.newBuilder().setUsingVirtualThreads(true);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(5, TimeUnit.SECONDS);
  }

  private record Carrying(Function<MeasuredPath, Shape> shapes, Arrivals signs)
      implements BareActivities {
    @Override
    public Parcel carry(Parcel parcel) {
      var step = shapes.apply(parcel.course()).steps().get(parcel.step());
      switch (step.sign()) {
        case SHOWS_PENDING, TAKES_EFFECT -> signs.arrived(sign(parcel.run(), step.sign()));
        case NONE -> {}
      }
      return Parcel.of(parcel.run(), parcel.course(), parcel.step(), step.output());
    }
  }
}
