package dev.quaestor.starter;

import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.OpenRun;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Finds what the ledger believes to run while its workflow was terminated, timed out or is gone,
 * and closes it: nobody waits for it any longer, and it takes no place of another. Asks one by one
 * and slowly, so that ten thousand waiting cases cost nothing. Two starters may both do so: what
 * one has closed the other finds closed.
 */
final class Reconciler implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final int PAGE = 100;

  private final Ledger ledger;
  private final WorkflowFate temporal;
  private final ReconcileProperties pace;
  private final InstantSource clock;
  private volatile @Nullable Thread walking;

  Reconciler(Ledger ledger, WorkflowFate temporal, ReconcileProperties pace, InstantSource clock) {
    this.ledger = ledger;
    this.temporal = temporal;
    this.pace = pace;
    this.clock = clock;
  }

  @Override
  public void start() {
    walking = Thread.ofVirtual().name("reconciler").start(this::walk);
  }

  private void walk() {
    try {
      while (true) {
        Thread.sleep(pace.every());
        try {
          round(pace.pause());
        } catch (StatusRuntimeException | DataAccessException away) {
          log.info("what runs could not be compared with Temporal; trying again later", away);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks once at everything that is open for long enough.
   *
   * @return how much was closed
   */
  int round(Duration pause) throws InterruptedException {
    int closed = 0;
    for (var of : OpenRun.Of.values()) {
      var after = "";
      List<OpenRun> open;
      do {
        open = ledger.openRuns(of, clock.instant().minus(pace.after()), after, PAGE);
        for (var run : open) {
          closed += look(run) ? 1 : 0;
          after = run.id();
          Thread.sleep(pause);
        }
      } while (open.size() == PAGE);
    }
    return closed;
  }

  /** Closes one, unless it runs. */
  boolean look(OpenRun run) {
    Optional<String> fate = temporal.of(run);
    if (fate.isEmpty() || !ledger.settle(run, fate.get(), clock.instant())) {
      return false;
    }
    log.warn("{} was closed, because {}", run.id(), fate.get());
    return true;
  }

  @Override
  public void stop() {
    var thread = walking;
    walking = null;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return walking != null;
  }

  /** After the ledger answers. */
  @Override
  public int getPhase() {
    return 1;
  }
}
