package dev.quaestor.starter;

import dev.quaestor.feed.AlertFeedWorkflow;
import dev.quaestor.start.Rounds;
import dev.quaestor.starter.AlertSourceProperties.Source;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has each source read in its rhythm: one schedule of Temporal's each, {@code alert-feed/<source>},
 * made or brought up to date when a starter starts. A round is passed over while the one before
 * runs. Temporal inside the JVM knows no schedules; there this process starts the rounds.
 */
final class AlertSchedules implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AlertSchedules.class);

  /** Rounds that were missed while the server was away are one round. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  private static final Duration TRY_AGAIN = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final List<Source> sources;
  private final TemporalAccess temporal;
  private final Rounds rounds = new Rounds("alert-schedules", this::next);
  private int scheduled;

  /** When each is due, where this process starts the rounds; null where Temporal does. */
  private long @Nullable [] due;

  AlertSchedules(AlertSourceProperties properties, TemporalAccess temporal) {
    this.sources = properties.alertSources();
    this.temporal = temporal;
  }

  @Override
  public void start() {
    rounds.start(Duration.ZERO);
  }

  private Optional<Duration> next() {
    try {
      return due == null ? scheduleNext() : startDue(due);
    } catch (NoSchedules inTheJvm) {
      log.warn("this Temporal has no schedules: this process has alerts read, while it runs");
      due = new long[sources.size()];
      return Optional.of(Duration.ZERO);
    }
  }

  private Optional<Duration> scheduleNext() {
    if (scheduled == sources.size()) {
      tellOfLeftOnes();
      return Optional.empty();
    }
    if (!isScheduled(sources.get(scheduled))) {
      return Optional.of(TRY_AGAIN);
    }
    scheduled++;
    return Optional.of(Duration.ZERO);
  }

  private void tellOfLeftOnes() {
    try {
      var left =
          LeftSchedules.of(
              temporal.client().getWorkflowServiceStubs(), temporal.namespace(), sources);
      if (!left.isEmpty()) {
        log.warn("{} {}", LeftSchedules.sentence(left), LeftSchedules.remedy(left));
      }
    } catch (StatusRuntimeException silent) {
      log.debug("Temporal does not say which schedules there are", silent);
    }
  }

  /** The server does not know what a schedule is. */
  private static final class NoSchedules extends RuntimeException {}

  private boolean isScheduled(Source source) {
    try {
      schedule(source);
      log.info("alerts of {} are read every {} s", source.name(), source.every().toSeconds());
      return true;
    } catch (RuntimeException failed) {
      if (isUnimplemented(failed)) {
        throw new NoSchedules();
      }
      log.warn("the schedule that has alerts of {} read cannot be made", source.name(), failed);
      return false;
    }
  }

  private static boolean isUnimplemented(Throwable failed) {
    for (@Nullable Throwable at = failed; at != null; at = at.getCause()) {
      if (at instanceof StatusRuntimeException grpc
          && grpc.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return true;
      }
    }
    return false;
  }

  private void schedule(Source source) {
    var client = temporal.client();
    var schedules =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(temporal.namespace())
                .setDataConverter(client.getOptions().getDataConverter())
                .setIdentity(client.getOptions().getIdentity())
                .build());
    var id = WorkflowIds.alertFeed(source.name());
    var wanted = wanted(source);
    try {
      schedules.createSchedule(
          id, wanted.build(), ScheduleOptions.newBuilder().setTriggerImmediately(true).build());
    } catch (ScheduleAlreadyRunningException there) {
      schedules
          .getHandle(id)
          // Whoever has paused it keeps it paused.
          .update(
              input ->
                  new ScheduleUpdate(
                      wanted.setState(input.getDescription().getSchedule().getState()).build()));
    }
  }

  private static Schedule.Builder wanted(Source source) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(AlertFeedWorkflow.class)
                .setArguments(source.name())
                .setOptions(
                    // Of a scheduled workflow the schedule says what becomes of the same id.
                    WorkflowOptions.newBuilder()
                        .setTaskQueue(TaskQueues.INVESTIGATION)
                        .setWorkflowId(WorkflowIds.alertFeed(source.name()))
                        .setStaticSummary(summary(source))
                        // SDK 1.38 cannot read back a schedule that has a summary and no details.
                        .setStaticDetails("One round: reads what is new there and takes it in.")
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(source.every())))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .build());
  }

  private static String summary(Source source) {
    return "Alerts of " + source.name();
  }

  private Optional<Duration> startDue(long[] times) {
    for (int n = 0; n < times.length; n++) {
      if (System.nanoTime() - times[n] >= 0 || times[n] == 0) {
        times[n] = System.nanoTime() + sources.get(n).every().toNanos();
        round(sources.get(n));
      }
    }
    return Optional.of(LOOK);
  }

  private void round(Source source) {
    var options =
        TemporalAccess.options(
                TaskQueues.INVESTIGATION, WorkflowIds.alertFeed(source.name()), summary(source))
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .build();
    try {
      var workflow = temporal.client().newWorkflowStub(AlertFeedWorkflow.class, options);
      WorkflowClient.start(workflow::read, source.name());
    } catch (WorkflowExecutionAlreadyStarted running) {
      // The round before takes longer than the rhythm.
    } catch (RuntimeException away) {
      log.warn("alerts of {} cannot be read now: {}", source.name(), away.toString());
    }
  }

  @Override
  public void stop() {
    rounds.stop();
  }

  @Override
  public boolean isRunning() {
    return rounds.isRunning();
  }

  /** After what takes in the alerts. */
  @Override
  public int getPhase() {
    return 1;
  }
}
