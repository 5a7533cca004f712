package dev.quaestor.starter;

import dev.quaestor.start.Rounds;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.OpenRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Finds what the ledger believes to run while its workflow was terminated, timed out or is gone,
 * and closes it: nobody waits for it any longer, and it takes no place of another. What Temporal
 * lists as running is passed over; of the rest it asks one by one and slowly. Two starters may both
 * do so: what one has closed the other finds closed.
 */
final class Reconciler implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final int PAGE = 100;

  /** Every so many rounds each is asked about: a list may go wrong for good. */
  private static final int UNLISTED_ROUND = 100;

  private final Ledger ledger;
  private final Function<OpenRun, Optional<String>> temporal;
  private final Supplier<Predicate<OpenRun>> listed;
  private final Consumer<OpenRun> retold;
  private final ReconcileProperties pace;
  private final InstantSource clock;
  private final Rounds rounds = new Rounds("reconciler", this::next);
  private int count;

  /**
   * @param temporal as {@link WorkflowFate#of}
   * @param listed as {@link WorkflowFate#listed}
   * @param retold tells the ledger what it may have lost of one that has ended
   */
  Reconciler(
      Ledger ledger,
      Function<OpenRun, Optional<String>> temporal,
      Supplier<Predicate<OpenRun>> listed,
      Consumer<OpenRun> retold,
      ReconcileProperties pace,
      InstantSource clock) {
    this.ledger = ledger;
    this.temporal = temporal;
    this.listed = listed;
    this.retold = retold;
    this.pace = pace;
    this.clock = clock;
  }

  @Override
  public void start() {
    rounds.start(pace.every());
  }

  private Optional<Duration> next() {
    round();
    return Optional.of(pace.every());
  }

  /**
   * Looks once at everything that is open for long enough. What cannot be asked about keeps nothing
   * else from being looked at.
   *
   * @return how much was closed
   */
  int round() {
    int closed = 0;
    var unknown = new ArrayList<RuntimeException>();
    Predicate<OpenRun> runs = ++count % UNLISTED_ROUND == 0 ? run -> false : listed.get();
    for (var of : OpenRun.Of.values()) {
      var after = "";
      List<OpenRun> open;
      do {
        open = page(of, after, unknown);
        for (var run : open) {
          after = run.id();
          if (runs.test(run)) {
            continue;
          }
          try {
            closed += look(run) ? 1 : 0;
          } catch (RuntimeException e) {
            unknown.add(e);
          }
          if (!rounds.rests(pace.pause())) {
            return closed;
          }
        }
      } while (open.size() == PAGE);
    }
    if (!unknown.isEmpty()) {
      log.warn(
          "{} of the open workflows could not be compared with Temporal; the first because",
          unknown.size(),
          unknown.getFirst());
    }
    return closed;
  }

  private List<OpenRun> page(OpenRun.Of of, String after, List<RuntimeException> unknown) {
    try {
      return ledger.openRuns(of, clock.instant().minus(pace.after()), after, PAGE);
    } catch (RuntimeException e) {
      unknown.add(e);
      return List.of();
    }
  }

  /**
   * Closes one, unless it runs, or turns out to have told its end, which the ledger has lost.
   *
   * @throws RuntimeException whatever kept Temporal or the ledger from answering
   */
  boolean look(OpenRun run) {
    var fate = temporal.apply(run);
    if (fate.isEmpty()) {
      return false;
    }
    retold.accept(run);
    if (!ledger.settle(run, fate.get(), clock.instant())) {
      return false;
    }
    log.warn("{} was closed, because {}", run.id(), fate.get());
    return true;
  }

  @Override
  public void stop() {
    rounds.stop();
  }

  @Override
  public boolean isRunning() {
    return rounds.isRunning();
  }

  /** After the ledger answers. */
  @Override
  public int getPhase() {
    return 1;
  }
}
