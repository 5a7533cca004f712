package dev.quaestor.starter;

import dev.quaestor.start.CannotStart;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.roll.Expected;
import dev.quaestor.start.roll.Presence;
import dev.quaestor.start.roll.Roll;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Which workers there are, and whether they have what this starter needs of them: above all the key
 * that it signs with. What is signed with one that they do not know they refuse, decision by
 * decision.
 */
public final class KnownWorkers {
  private static final Logger log = LoggerFactory.getLogger(KnownWorkers.class);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Probes come every few seconds, from several sides. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<Optional<List<Presence>>> roll;
  private final Expected expected;
  private volatile @Nullable Seen seen;

  private record Seen(Optional<List<Presence>> workers, long at) {}

  /**
   * @param roll asks Temporal; empty when nobody can say
   */
  KnownWorkers(Supplier<Optional<List<Presence>>> roll, Expected expected) {
    this.roll = roll;
    this.expected = expected;
  }

  static KnownWorkers of(TemporalAccess temporal, Expected expected) {
    return new KnownWorkers(() -> asked(temporal), expected);
  }

  private static Optional<List<Presence>> asked(TemporalAccess temporal) {
    try {
      return temporal.call(
          PATIENCE,
          () ->
              Roll.call(temporal.server(), temporal.namespace(), InstantSource.system().instant()));
    } catch (TemporalException | StatusRuntimeException away) {
      return Optional.empty();
    }
  }

  private Optional<List<Presence>> workers() {
    var known = seen;
    if (known == null || System.nanoTime() - known.at() > FRESH.toNanos()) {
      known = new Seen(roll.get(), System.nanoTime());
      seen = known;
    }
    return known.workers();
  }

  /** How it is; nothing where Temporal does not say who polls. Never throws. */
  public List<CheckResult> checks() {
    return workers().map(expected::of).orElseGet(List::of);
  }

  /** How many do not believe this starter's key; not a number where nobody can say. */
  double strangers() {
    return workers().map(all -> (double) expected.strangers(all).size()).orElse(Double.NaN);
  }

  /** Whether all that is signed here would be refused, as far as anybody can say. */
  boolean nobodyBelieves() {
    return workers().filter(this::isBelievedByNone).isPresent();
  }

  private boolean isBelievedByNone(List<Presence> workers) {
    return !workers.isEmpty() && expected.strangers(workers).size() == workers.size();
  }

  /**
   * Returns when a worker knows this starter's key, or nobody can say so.
   *
   * @param patience for workers that have not read yet what this starter has just made
   * @throws CannotStart when workers run and none of them knows it
   */
  void awaitBelief(Duration patience) {
    var until = System.nanoTime() + patience.toNanos();
    var waiting = false;
    while (true) {
      var now = roll.get();
      if (now.isEmpty() || !isBelievedByNone(now.get())) {
        var alien = now.filter(all -> !expected.strangers(all).isEmpty()).isPresent();
        log.atLevel(alien ? Level.WARN : Level.INFO).log(sentence(now));
        return;
      }
      if (System.nanoTime() >= until) {
        throw new CannotStart(
            expected.of(now.get()).getFirst().sentence(), expected.remedy(), null);
      }
      if (!waiting) {
        log.info(
            "no worker knows this starter's key {} yet; waiting up to {} s",
            expected.key(),
            patience.toSeconds());
        waiting = true;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for workers", e);
      }
    }
  }

  private String sentence(Optional<List<Presence>> now) {
    return now.map(all -> expected.of(all).getFirst().text())
        .orElseGet(
            () ->
                "signs with the key %s; this Temporal does not say whether a worker knows it"
                    .formatted(expected.key()));
  }
}
