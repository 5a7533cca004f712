package dev.quaestor.worker;

import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import dev.quaestor.Workflows;
import dev.quaestor.execution.Heartbeats;
import dev.quaestor.start.LentMetrics;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.start.roll.Announcing;
import dev.quaestor.start.roll.BackEndState;
import dev.quaestor.start.roll.Presence;
import dev.quaestor.telemetry.Traces;
import dev.quaestor.wire.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Polls the three queues of this process, from start to stop. */
final class Workers implements SmartLifecycle {
  /**
   * What a case that waits for a person takes of the heap, amply. It sits in the cache until it is
   * pushed out, and is replayed when it is decided: fifty events, in milliseconds.
   */
  private static final long PARKED_BYTES = 96 * 1024;

  /** The other half is for what is at work: batches, back ends' answers, large cases. */
  private static final int CACHE_SHARE = 2;

  private static final int LEAST_CACHED = 200;

  private static final int MOST_CACHED = 50_000;

  /**
   * A case has one for each action that is under way, which may be thousands. They are virtual and
   * cheap, and a bound that one case could reach would stop it for ever.
   */
  private static final int WORKFLOW_THREADS = 1_000_000;

  /** Workflow tasks are all computing: more than a few at a time only wait for two cores. */
  private static final int WORKFLOW_TASKS = 16;

  private static final int WORKFLOW_POLLERS = 4;

  /** Batches are all waiting; their calls are bounded by {@code EvidenceExecution} itself. */
  private static final int EVIDENCE_BATCHES = 50;

  /** Following an action holds its slot as long as the back end takes, which can be minutes. */
  private static final int REMEDIATIONS = 200;

  private static final int ACTIVITY_POLLERS = 4;

  private static final int DEADLOCK_AFTER_MILLIS = 5_000;

  private static final Duration BEAT = Duration.ofSeconds(3);

  /** What is running may end by itself so long. */
  private static final int GRACE_SECONDS = 10;

  /** What is interrupted lets go within this, or never. */
  private static final int LAST_SECONDS = 2;

  private static final int PATIENCE_SECONDS = 2;

  /**
   * What polls where.
   *
   * @param workflows classes
   * @param activities instances
   */
  record Registration(
      String queue, WorkerOptions options, List<Class<?>> workflows, List<Object> activities) {}

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final TemporalDoor temporal;
  private final DeploymentProperties deployment;
  private final DataConverter payloads;
  private final Object authority;
  private final List<Object> evidence;
  private final List<Object> remediation;
  private final Scope metrics;
  private final Traces traces;
  private final Supplier<Presence> presence;
  private volatile @Nullable Running running;

  private record Running(
      WorkerFactory factory, WorkflowServiceStubs stubs, Announcing announcing) {}

  /**
   * @param deployment of whose version this worker is
   * @param payloads as histories have them
   * @param authority what knows whose word is believed
   * @param evidence what looks, all of it on one queue
   * @param remediation what acts
   * @param presence what this worker is, for whoever asks Temporal who polls
   */
  Workers(
      TemporalDoor temporal,
      DeploymentProperties deployment,
      DataConverter payloads,
      Object authority,
      List<Object> evidence,
      List<Object> remediation,
      MeterRegistry meters,
      Traces traces,
      Supplier<Presence> presence) {
    this.temporal = temporal;
    this.deployment = deployment;
    this.payloads = payloads;
    this.authority = authority;
    this.evidence = List.copyOf(evidence);
    this.remediation = List.copyOf(remediation);
    this.traces = traces;
    this.presence = presence;
    this.metrics = LentMetrics.of(meters);
  }

  /** The table of contents of this process. */
  List<Registration> registrations() {
    return List.of(
        new Registration(
            TaskQueues.INVESTIGATION,
            options()
                .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
                .setMaxConcurrentWorkflowTaskPollers(WORKFLOW_POLLERS)
                // Its activities are those that workflows run beside themselves: nobody's task.
                .setLocalActivityWorkerOnly(true)
                .build(),
            List.of(Workflows.implementations()),
            List.of(authority)),
        new Registration(
            TaskQueues.EVIDENCE,
            options()
                .setMaxConcurrentActivityExecutionSize(EVIDENCE_BATCHES)
                .setMaxConcurrentActivityTaskPollers(ACTIVITY_POLLERS)
                .build(),
            List.of(),
            evidence),
        new Registration(
            TaskQueues.REMEDIATION,
            options()
                .setMaxConcurrentActivityExecutionSize(REMEDIATIONS)
                .setMaxConcurrentActivityTaskPollers(ACTIVITY_POLLERS)
                .build(),
            List.of(),
            remediation));
  }

  private WorkerOptions.Builder options() {
    var options = WorkerOptions.newBuilder();
    deployment.options().ifPresent(options::setDeploymentOptions);
    return options
        .setUsingVirtualThreads(true)
        // By itself the SDK sends no beat before four fifths of the silence that is allowed are
        // over.
        .setMaxHeartbeatThrottleInterval(BEAT)
        // What a busy machine makes slow is not stuck.
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_AFTER_MILLIS);
  }

  /** How many runs may sit in the cache of a worker with so many bytes of heap. */
  static int cachedWorkflows(long heap) {
    return Math.clamp(heap / CACHE_SHARE / PARKED_BYTES, LEAST_CACHED, MOST_CACHED);
  }

  /** A factory that has everything registered and does not poll yet. */
  WorkerFactory register(WorkflowServiceStubs stubs) {
    var client =
        WorkflowClient.newInstance(
            stubs, temporal.client(payloads).setContextPropagators(traces.propagators()).build());
    var cached = cachedWorkflows(Runtime.getRuntime().maxMemory());
    var factory =
        WorkerFactory.newInstance(
            client,
            Workflows.factory(interceptors())
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(cached)
                .setMaxWorkflowThreadCount(WORKFLOW_THREADS)
                .build());
    for (var registration : registrations()) {
      var worker = factory.newWorker(registration.queue(), registration.options());
      if (!registration.workflows().isEmpty()) {
        worker.registerWorkflowImplementationTypes(
            Workflows.options(), registration.workflows().toArray(Class<?>[]::new));
      }
      worker.registerActivitiesImplementations(registration.activities().toArray());
    }
    return factory;
  }

  private WorkerInterceptor[] interceptors() {
    return Stream.concat(Stream.of(new Heartbeats()), Stream.of(traces.activities()))
        .toArray(WorkerInterceptor[]::new);
  }

  WorkflowServiceStubsOptions stubsOptions() {
    return temporal.stubs().setMetricsScope(metrics).build();
  }

  /** How it is now; asks Temporal. */
  WorkerHealth health(MeterRegistry meters, Map<String, BackEndState> credentials) {
    var now = running;
    return WorkerHealth.of(
        now != null, now == null ? null : trouble(now.stubs()), meters, credentials);
  }

  private @Nullable String trouble(WorkflowServiceStubs stubs) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(temporal.namespace()).build());
      return null;
    } catch (StatusRuntimeException away) {
      return "Temporal answers " + away.getStatus().getCode();
    }
  }

  @Override
  public synchronized void start() {
    if (running == null) {
      var stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions());
      try {
        temporal.await(stubs);
        var factory = register(stubs);
        Workflows.warmUp();
        factory.start();
        running =
            new Running(factory, stubs, new Announcing(stubs, temporal.namespace(), presence));
      } catch (RuntimeException unreachable) {
        stubs.shutdownNow();
        throw unreachable;
      }
    }
  }

  @Override
  public synchronized void stop() {
    var stopping = running;
    if (stopping != null) {
      running = null;
      stopping.announcing().close();
      stopping.factory().shutdown();
      stopping.factory().awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
      // A follower of a long action would run on: interrupted, it is taken over elsewhere.
      stopping.factory().shutdownNow();
      stopping.factory().awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
      stopping.stubs().shutdown();
      // A last report, and the end of the reporting thread; the registry stays open.
      try {
        metrics.close();
      } catch (ScopeCloseException lastReportLost) {
        throw new IllegalStateException(lastReportLost);
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }
}
