package dev.quaestor.tools.bench;

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
  private static final int CACHED_WORKFLOWS = 1000;
  private static final int WORKFLOW_TASKS = 16;
  private static final int POLLERS = 4;

  private final WorkerFactory factory;

  /**
   * @param floor whose queues it serves, by their prefix
   */
  BareWorkers(
      WorkflowClient client, String floor, Function<MeasuredPath, Shape> shapes, Errands errands) {
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
            queue(floor, TaskQueues.INVESTIGATION),
            options()
                .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
                .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                .build())
        .registerWorkflowImplementationFactory(
            BareWorkflow.class, () -> new BareWorkflowImpl(floor, shapes));
    for (var queue :
        List.of(TaskQueues.EVIDENCE, TaskQueues.REMEDIATION, TaskQueues.ACTION_CENTER)) {
      factory
          .newWorker(
              queue(floor, queue), options().setMaxConcurrentActivityTaskPollers(POLLERS).build())
          .registerActivitiesImplementations(new Carrying(shapes, errands));
    }
    factory.start();
  }

  static String queue(String floor, String engines) {
    return floor + engines;
  }

  private static WorkerOptions.Builder options() {
    return WorkerOptions.newBuilder().setUsingVirtualThreads(true);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(5, TimeUnit.SECONDS);
  }

  private record Carrying(Function<MeasuredPath, Shape> shapes, Errands errands)
      implements BareActivities {
    @Override
    public Parcel carry(Parcel parcel) {
      var step = shapes.apply(parcel.course()).steps().get(parcel.step());
      errands.perform(parcel, step);
      return Parcel.of(parcel.run(), parcel.course(), parcel.step(), step.output());
    }
  }
}
