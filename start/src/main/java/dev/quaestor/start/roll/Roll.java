package dev.quaestor.start.roll;

import dev.quaestor.wire.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.DescribeTaskQueueMode;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workers that told of themselves lately. */
public final class Roll {
  /**
   * One poll, and as much again for clocks that differ. A worker that was killed is on the roll for
   * so long.
   */
  static final Duration STILL_THERE = Announcing.ONE_POLL.multipliedBy(2).plusSeconds(5);

  private Roll() {}

  /**
   * Asks Temporal.
   *
   * @return by process; empty when the server does not say who polls, as that of tests
   * @throws StatusRuntimeException when it does not answer
   */
  public static Optional<List<Presence>> call(
      WorkflowServiceBlockingStub server, String namespace, Instant now) {
    try {
      return Optional.of(of(pollers(server, namespace), now));
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /**
   * Whoever polls there, of whatever kind.
   *
   * @throws StatusRuntimeException when Temporal does not say
   */
  public static List<PollerInfo> pollers(WorkflowServiceBlockingStub server, String namespace) {
    var queue = TaskQueue.newBuilder().setName(TaskQueues.WORKERS);
    var pollers =
        new ArrayList<>(
            server
                .describeTaskQueue(
                    DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskQueue(queue)
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .build())
                .getPollersList());
    pollers.addAll(ofAllPartitions(server, namespace, queue));
    return pollers;
  }

  /**
   * A queue has several partitions, and the question above is answered by one, to which others hand
   * on one poll at a time. Only this form of it asks all, and not every server knows it.
   */
  @SuppressWarnings("deprecation") // There is no other that says who polls all of them.
  private static List<PollerInfo> ofAllPartitions(
      WorkflowServiceBlockingStub server, String namespace, TaskQueue.Builder queue) {
    try {
      return server
          .describeTaskQueue(
              DescribeTaskQueueRequest.newBuilder()
                  .setNamespace(namespace)
                  .setTaskQueue(queue)
                  .setApiMode(DescribeTaskQueueMode.DESCRIBE_TASK_QUEUE_MODE_ENHANCED)
                  .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                  .addTaskQueueTypes(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                  .setReportPollers(true)
                  .build())
          .getVersionsInfoMap()
          .values()
          .stream()
          .flatMap(version -> version.getTypesInfoMap().values().stream())
          .flatMap(type -> type.getPollersList().stream())
          .toList();
    } catch (StatusRuntimeException notKnown) {
      return switch (notKnown.getStatus().getCode()) {
        case UNIMPLEMENTED, INVALID_ARGUMENT -> List.of();
        default -> throw notKnown;
      };
    }
  }

  static List<Presence> of(Collection<PollerInfo> pollers, Instant now) {
    var since = now.minus(STILL_THERE).getEpochSecond();
    Map<String, Presence> latest = new HashMap<>();
    for (var poller : pollers) {
      if (poller.getLastAccessTime().getSeconds() >= since) {
        Presence.read(poller.getIdentity())
            .ifPresent(
                one ->
                    latest.merge(
                        one.instance(),
                        one,
                        (known, other) -> known.edition() >= other.edition() ? known : other));
      }
    }
    return latest.values().stream()
        .sorted(Comparator.comparing(Presence::process).thenComparing(Presence::instance))
        .toList();
  }
}
