package dev.quaestor.starter;

import dev.quaestor.Workflows;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.telemetry.Traces;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hosts the ledger's activities on the queue {@code action-center}. It starts before the web server
 * opens its port and ends after it, so a process that answers also records.
 */
final class ActionCenterWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ActionCenterWorker.class);

  /** A worker that shares a folder reads a key that was made there within seconds. */
  private static final Duration NEW_KEY = Duration.ofSeconds(30);

  private final WorkflowClient client;
  private final TemporalDoor temporal;
  private final FirstPolicy firstPolicy;
  private final List<?> activities;
  private final Traces traces;
  private final KnownWorkers workers;
  private volatile @Nullable WorkerFactory factory;
  private volatile boolean searchAttributes;

  /**
   * @param activities the implementations that are served
   */
  ActionCenterWorker(
      WorkflowClient client,
      TemporalDoor temporal,
      FirstPolicy firstPolicy,
      List<?> activities,
      Traces traces,
      KnownWorkers workers) {
    this.client = client;
    this.temporal = temporal;
    this.firstPolicy = firstPolicy;
    this.activities = List.copyOf(activities);
    this.traces = traces;
    this.workers = workers;
  }

  /** Whether starts may carry our search attributes. */
  boolean hasSearchAttributes() {
    return searchAttributes;
  }

  @Override
  public void start() {
    firstPolicy.putIfNone();
    temporal.await(client.getWorkflowServiceStubs());
    workers.awaitBelief(NEW_KEY);
    searchAttributes =
        SearchAttributeRegistration.ensure(client.getWorkflowServiceStubs(), temporal.namespace());
    var starting =
        WorkerFactory.newInstance(client, Workflows.activities(traces.activities()).build());
    starting
        .newWorker(
            TaskQueues.ACTION_CENTER,
            WorkerOptions.newBuilder().setUsingVirtualThreads(true).build())
        .registerActivitiesImplementations(activities.toArray());
    starting.start();
    factory = starting;
    log.info(
        "the ledger is serving the task queue {} of {} at {}",
        TaskQueues.ACTION_CENTER,
        temporal.namespace(),
        temporal.target());
  }

  @Override
  public void stop() {
    var running = factory;
    factory = null;
    if (running != null) {
      running.shutdown();
      running.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Override
  public boolean isRunning() {
    return factory != null;
  }

  /** Below the web server's phase, which is near the largest. */
  @Override
  public int getPhase() {
    return 0;
  }
}
