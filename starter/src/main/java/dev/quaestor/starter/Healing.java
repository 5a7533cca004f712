package dev.quaestor.starter;

import dev.quaestor.starter.ledger.OpenRun;
import dev.quaestor.starter.repair.LedgerRepair;
import dev.quaestor.starter.repair.RepairReport;
import dev.quaestor.text.Counted;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.common.v1.WorkflowExecution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ledger again what one workflow had told it, where it turns out that it lost some: its
 * workflow goes on then, and is not closed as if nobody knew what became of it. One at a time, and
 * each once a minute at most. What of other workflows is lost it does not find: that is for {@code
 * ledger repair}, which health says while there is reason to.
 */
public final class Healing {
  private static final Logger log = LoggerFactory.getLogger(Healing.class);
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final LedgerRepair repair;
  private final InstantSource clock;
  private final Counter recovered;
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<String, Instant> tried =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };
  private volatile @Nullable Instant lastLoss;

  Healing(LedgerRepair repair, MeterRegistry meters, InstantSource clock) {
    this.repair = repair;
    this.clock = clock;
    this.recovered =
        Counter.builder("quaestor.ledger.recovered")
            .description("Events that the ledger had lost and that were recorded again")
            .register(meters);
  }

  /** When it was last seen that the ledger has lost events; empty if not within a day. */
  public Optional<Instant> lastLoss() {
    return Optional.ofNullable(lastLoss)
        .filter(at -> at.isAfter(clock.instant().minus(REMEMBERED)));
  }

  /**
   * What a workflow that is known to have ended had told; nothing that was missing, as a rule.
   *
   * @throws StatusRuntimeException when Temporal cannot be asked
   */
  void of(OpenRun run) {
    turn.lock();
    try {
      told(run.workflowId(), run.runId() == null ? "" : run.runId());
    } finally {
      turn.unlock();
    }
  }

  /**
   * Of a workflow that met a gap.
   *
   * @return whether it is worth trying again at once
   */
  boolean gapOf(String workflowId, String runId) {
    lastLoss = clock.instant();
    if (!turn.tryLock()) {
      return false;
    }
    try {
      var before = tried.get(workflowId);
      if (before != null && clock.instant().isBefore(before.plus(AGAIN_AFTER))) {
        return false;
      }
      tried.put(workflowId, clock.instant());
      return told(workflowId, runId).events() > 0;
    } catch (StatusRuntimeException away) {
      log.warn("The history of {} cannot be read: {}", workflowId, away.getStatus().getCode());
      return false;
    } finally {
      turn.unlock();
    }
  }

  private RepairReport told(String workflowId, String runId) {
    var report =
        repair.one(
            WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
    if (report.events() > 0) {
      lastLoss = clock.instant();
      log.warn(
          "The ledger had lost {} of {}, and has them again from its history{}",
          Counted.of(report.events(), "event", "events"),
          workflowId,
          report.isWhole() ? "" : ", as far as that has them");
    }
    report.unread().forEach(why -> log.warn("A history cannot be read: {}", why));
    recovered.increment(report.recorded());
    return report;
  }
}
