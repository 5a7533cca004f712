package dev.quaestor.starter;

import dev.quaestor.wire.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether Temporal answers, and who takes work from it. */
public final class TemporalPulse {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * A worker polls again after a minute at most, and the server remembers pollers for five: within
   * this time, one that was killed cannot be told from one that waits.
   */
  static final Duration STILL_THERE = Duration.ofSeconds(70);

  private final TemporalAccess temporal;

  TemporalPulse(TemporalAccess temporal) {
    this.temporal = temporal;
  }

  /**
   * What was felt.
   *
   * @param trouble why it does not answer; null when it does
   * @param queues none when it does not answer
   */
  public record Felt(String namespace, @Nullable String trouble, List<Queue> queues) {
    public Felt {
      queues = List.copyOf(queues);
    }
  }

  /**
   * One task queue.
   *
   * @param pollers how many processes asked for work in the last minute or so, one that was killed
   *     since included; null when the server does not say
   */
  public record Queue(String name, @Nullable Integer pollers) {}

  /** Never throws: what goes wrong is the answer. */
  public Felt feel() {
    var namespace = temporal.namespace();
    var request = DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build();
    try {
      temporal.call(PATIENCE, () -> temporal.server().describeNamespace(request));
      var queues = new ArrayList<Queue>();
      queues.add(queue(TaskQueues.INVESTIGATION, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW));
      for (var name :
          List.of(TaskQueues.EVIDENCE, TaskQueues.REMEDIATION, TaskQueues.ACTION_CENTER)) {
        queues.add(queue(name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
      }
      return new Felt(namespace, null, queues);
    } catch (TemporalException e) {
      return new Felt(namespace, trouble(e), List.of());
    } catch (StatusRuntimeException e) {
      return new Felt(namespace, "Temporal answers " + e.getStatus().getCode(), List.of());
    }
  }

  /** By queue; nothing of a queue where the server does not say, or does not answer. */
  Map<String, Double> pollers() {
    var known = new HashMap<String, Double>();
    for (var queue : feel().queues()) {
      if (queue.pollers() != null) {
        known.put(queue.name(), queue.pollers().doubleValue());
      }
    }
    return known;
  }

  private static String trouble(TemporalException e) {
    return switch (e.kind()) {
      case NO_ANSWER, CLOSING -> "Temporal does not answer";
      case UNREACHABLE, REFUSED -> String.valueOf(e.getMessage());
    };
  }

  private Queue queue(String name, TaskQueueType type) {
    var request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(temporal.namespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(name))
            .setTaskQueueType(type)
            .build();
    try {
      var answer = temporal.call(PATIENCE, () -> temporal.server().describeTaskQueue(request));
      var since = Instant.now().minus(STILL_THERE).getEpochSecond();
      return new Queue(
          name,
          (int)
              answer.getPollersList().stream()
                  .filter(p -> p.getLastAccessTime().getSeconds() >= since)
                  .map(p -> p.getIdentity())
                  .distinct()
                  .count());
    } catch (TemporalException refused) {
      // The server of tests knows no pollers.
      if (refused.getCause() instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return new Queue(name, null);
      }
      throw refused;
    }
  }
}
