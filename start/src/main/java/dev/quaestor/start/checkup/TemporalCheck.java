package dev.quaestor.start.checkup;

import dev.quaestor.start.TemporalDoor;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.roll.Roll;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What can be told of a Temporal by who may use it. */
public final class TemporalCheck {
  private static final String NAME = "temporal";
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(6);
  private static final int CALL_SECONDS = 5;
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** What ./quaestor replay --since 7d reads before a new version takes over. */
  private static final Duration LEAST_RETENTION = Duration.ofDays(7);

  private static final Duration POLLED_LATELY = Duration.ofSeconds(70);

  private final TemporalDoor to;
  private final WorkflowServiceStubs stubs;

  private TemporalCheck(TemporalDoor to, WorkflowServiceStubs stubs) {
    this.to = to;
    this.stubs = stubs;
  }

  /** All of these questions after each other, on a server that is slow. */
  public static final Duration BOUND = Duration.ofSeconds(24);

  /** What else is looked at over the same connection. */
  @FunctionalInterface
  public interface More {
    List<CheckResult> of(WorkflowServiceStubs stubs);
  }

  /**
   * Address, namespace, retention, who polls, and the clock.
   *
   * @param longest how long a case may wait for a person, where that is known
   * @throws dev.quaestor.start.CannotStart when it cannot be used at all
   */
  public static List<CheckResult> of(TemporalDoor to, Optional<Duration> longest, More more) {
    var stubs = WorkflowServiceStubs.newServiceStubs(to.stubs().build());
    try {
      to.await(stubs, REACHED_WITHIN);
      var looked = new TemporalCheck(to, stubs);
      var results = new ArrayList<CheckResult>();
      results.add(CheckResult.ok(NAME, to.sentence() + ": it answers."));
      results.addAll(looked.retention(longest));
      results.addAll(looked.pollers());
      results.addAll(looked.clock());
      results.addAll(more.of(stubs));
      return results;
    } finally {
      stubs.shutdownNow();
    }
  }

  private List<CheckResult> retention(Optional<Duration> longest) {
    try {
      var said =
          stubs
              .blockingStub()
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .describeNamespace(
                  DescribeNamespaceRequest.newBuilder().setNamespace(to.namespace()).build())
              .getConfig()
              .getWorkflowExecutionRetentionTtl();
      var retention = Duration.ofSeconds(said.getSeconds());
      var least = longest.filter(l -> l.compareTo(LEAST_RETENTION) > 0).orElse(LEAST_RETENTION);
      var sentence =
          "The namespace %s keeps what has ended for %s."
              .formatted(to.namespace(), Counted.of(retention.toDays(), "day", "days"));
      return List.of(
          retention.compareTo(least) < 0
              ? CheckResult.warn(
                  "retention",
                  sentence,
                  "Set %s at least: it is what is replayed before a new version takes over, and a question stays open that long."
                      .formatted(Counted.of(least.toDays(), "day", "days")))
              : CheckResult.ok("retention", sentence));
    } catch (StatusRuntimeException silent) {
      return List.of(notSaid("retention", "how long it keeps what has ended", silent));
    }
  }

  private List<CheckResult> pollers() {
    var queues = new TreeMap<String, TaskQueueType>();
    queues.put(TaskQueues.INVESTIGATION, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW);
    for (var name :
        List.of(TaskQueues.EVIDENCE, TaskQueues.REMEDIATION, TaskQueues.ACTION_CENTER)) {
      queues.put(name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
    }
    return queues.entrySet().stream().map(this::pollers).toList();
  }

  private CheckResult pollers(Map.Entry<String, TaskQueueType> queue) {
    var name = "queue:" + queue.getKey();
    try {
      var since = Instant.now().minus(POLLED_LATELY).getEpochSecond();
      var count =
          described(queue.getKey(), queue.getValue()).stream()
              .filter(poller -> poller.getLastAccessTime().getSeconds() >= since)
              .map(PollerInfo::getIdentity)
              .distinct()
              .count();
      return count > 0
          ? CheckResult.ok(
              name,
              "%s work from %s."
                  .formatted(Counted.of(count, "process takes", "processes take"), queue.getKey()))
          : CheckResult.warn(
              name,
              "Nobody takes work from %s: what is in it waits.".formatted(queue.getKey()),
              queue.getKey().equals(TaskQueues.ACTION_CENTER)
                  ? "Start a starter in this namespace."
                  : "Start a worker in this namespace.");
    } catch (StatusRuntimeException silent) {
      return notSaid(name, "who takes work from " + queue.getKey(), silent);
    }
  }

  private List<PollerInfo> described(String queue, TaskQueueType type) {
    return stubs
        .blockingStub()
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(to.namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
                .build())
        .getPollersList();
  }

  /** It says when somebody polled last, by its own clock; so this polls. */
  private List<CheckResult> clock() {
    var name = "clock:temporal";
    var identity = "quaestor-doctor/" + UUID.randomUUID();
    var before = Instant.now();
    var poll =
        stubs
            .futureStub()
            .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
            .pollActivityTaskQueue(
                PollActivityTaskQueueRequest.newBuilder()
                    .setNamespace(to.namespace())
                    .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.WORKERS))
                    .setIdentity(identity)
                    .build());
    try {
      for (int look = 0; look < 8; look++) {
        var seen =
            Roll.pollers(
                    stubs.blockingStub().withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS),
                    to.namespace())
                .stream()
                .filter(poller -> poller.getIdentity().equals(identity))
                .findFirst();
        if (seen.isPresent()) {
          return List.of(clock(name, before, seen.get()));
        }
        TimeUnit.MILLISECONDS.sleep(250);
      }
      return List.of();
    } catch (StatusRuntimeException silent) {
      return List.of(notSaid(name, "what time it is there", silent));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      poll.cancel(true);
    }
  }

  private static CheckResult clock(String name, Instant before, PollerInfo seen) {
    var theirs = Instant.ofEpochSecond(seen.getLastAccessTime().getSeconds());
    var ahead = Duration.between(before, theirs);
    return ahead.abs().compareTo(SKEW) <= 0
        ? CheckResult.ok(name, "The clock of Temporal and the one of this machine agree.")
        : CheckResult.warn(
            name,
            "The clock of Temporal is %d s %s the one of this machine."
                .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"),
            "Let both machines set their clocks by NTP.");
  }

  private static CheckResult notSaid(String name, String what, StatusRuntimeException silent) {
    return CheckResult.unknown(
        name, "Temporal does not say %s (%s).".formatted(what, silent.getStatus().getCode()));
  }
}
