package dev.quaestor.starter;

import dev.quaestor.authority.Admission;
import dev.quaestor.wire.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether Temporal answers, and who takes work from it. */
public final class TemporalPulse {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * A worker polls again after a minute at most, and the server remembers pollers for five: within
   * this time, one that was killed cannot be told from one that waits.
   */
  static final Duration STILL_THERE = Duration.ofSeconds(70);

  /** Nearly what workers forgive. */
  private static final Duration SKEW = Admission.FRESH.minusMinutes(1);

  private final TemporalAccess temporal;
  private final InstantSource clock;

  TemporalPulse(TemporalAccess temporal, InstantSource clock) {
    this.temporal = temporal;
    this.clock = clock;
  }

  /**
   * What was felt.
   *
   * @param trouble why it does not answer; null when it does
   * @param ahead by how much this machine's clock is ahead of the server's, or behind if negative,
   *     give or take a minute; null when they agree or nobody can say
   * @param queues none when it does not answer
   */
  public record Felt(
      String namespace, @Nullable String trouble, @Nullable Duration ahead, List<Queue> queues) {
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
      var ahead = ahead();
      var there = clock.instant().minus(ahead.orElse(Duration.ZERO));
      var queues = new ArrayList<Queue>();
      queues.add(queue(TaskQueues.INVESTIGATION, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, there));
      for (var name :
          List.of(TaskQueues.EVIDENCE, TaskQueues.REMEDIATION, TaskQueues.ACTION_CENTER)) {
        queues.add(queue(name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY, there));
      }
      return new Felt(namespace, null, ahead.orElse(null), queues);
    } catch (TemporalException e) {
      return new Felt(namespace, trouble(e), null, List.of());
    } catch (StatusRuntimeException e) {
      return new Felt(namespace, "Temporal answers " + e.getStatus().getCode(), null, List.of());
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
      case UNREACHABLE, NOT_BELIEVED, REFUSED -> String.valueOf(e.getMessage());
    };
  }

  /**
   * By how much this machine's clock is ahead of the server's: the server says by its own when
   * starters asked for work, which they do each minute, and forgets those who have not for five.
   * Empty when they agree or nobody can say.
   *
   * @throws TemporalException when it does not answer
   */
  private Optional<Duration> ahead() {
    return pollers(TaskQueues.ACTION_CENTER, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
        .flatMap(all -> all.stream().map(TemporalPulse::polled).max(Instant::compareTo))
        .map(latest -> Duration.between(latest, clock.instant()))
        .filter(
            ahead ->
                ahead.compareTo(SKEW.plus(STILL_THERE)) > 0 || ahead.compareTo(SKEW.negated()) < 0);
  }

  /** Whether what is signed here now is believed, as far as the clock goes and anybody can say. */
  boolean isOnTime() {
    try {
      return ahead().isEmpty();
    } catch (TemporalException | StatusRuntimeException away) {
      return true;
    }
  }

  private static Instant polled(PollerInfo poller) {
    return Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
  }

  /**
   * @param there what time it is at the server
   */
  private Queue queue(String name, TaskQueueType type, Instant there) {
    var since = there.minus(STILL_THERE);
    return new Queue(
        name,
        pollers(name, type)
            .map(
                all ->
                    (int)
                        all.stream()
                            .filter(p -> !polled(p).isBefore(since))
                            .map(PollerInfo::getIdentity)
                            .distinct()
                            .count())
            .orElse(null));
  }

  /** Those of the last minutes; empty where the server does not say. */
  private Optional<List<PollerInfo>> pollers(String queue, TaskQueueType type) {
    var request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(temporal.namespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(queue))
            .setTaskQueueType(type)
            .build();
    try {
      return Optional.of(
          temporal
              .call(PATIENCE, () -> temporal.server().describeTaskQueue(request))
              .getPollersList());
    } catch (TemporalException refused) {
      // The server of tests knows no pollers.
      if (refused.getCause() instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw refused;
    }
  }
}
