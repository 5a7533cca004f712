package dev.quaestor.starter.retention;

import dev.quaestor.start.Rounds;
import dev.quaestor.starter.ledger.CaseRemoval;
import dev.quaestor.starter.ledger.RemovedCase;
import dev.quaestor.starter.ledger.RetentionRounds;
import dev.quaestor.starter.ledger.RetentionRounds.Of;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.ledger.SharedGauges.Telling;
import dev.quaestor.text.Counted;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Goes round in a rhythm, one starter for all, and tells how it goes. */
public final class Retention implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final Duration FIRST_AFTER = Duration.ofMinutes(1);
  private static final Duration READ_EVERY = Duration.ofSeconds(10);
  static final Duration HOLD_ON = Duration.ofSeconds(20);

  private final RetentionProperties properties;
  private final RetentionRound round;
  private final RetentionRounds rounds;
  private final Set<Of> expected;
  private final Map<String, Counter> removed = new HashMap<>();
  private final InstantSource clock;

  private final Rounds walk = new Rounds("retention", this::next);
  private volatile boolean stopping;

  Retention(
      RetentionProperties properties,
      RetentionRound round,
      RetentionRounds rounds,
      MeterRegistry meters,
      SharedGauges gauges,
      InstantSource clock) {
    this.properties = properties;
    this.round = round;
    this.rounds = rounds;
    this.clock = clock;
    this.expected = EnumSet.noneOf(Of.class);
    if (round.removesCases()) {
      expected.add(Of.INVESTIGATIONS);
      count(meters, "investigation");
      count(meters, "alert");
      count(meters, "alert-body");
      count(meters, "idempotency-key");
    }
    if (round.sweepsVault()) {
      expected.add(Of.VAULT);
      count(meters, "vault");
    }
    if (!expected.isEmpty()) {
      gauges.tell(
          telling(
              "quaestor.retention.lag",
              "How long ago the last whole round of removal ended",
              RetentionRounds.Standing::endedAt));
      gauges.tell(
          telling(
              "quaestor.retention.failing",
              "For how long rounds of removal have been failing; 0 when they do not",
              RetentionRounds.Standing::failingSince));
    }
  }

  private void count(String what, long more) {
    Optional.ofNullable(removed.get(what)).ifPresent(counter -> counter.increment(more));
  }

  private void count(MeterRegistry meters, String what) {
    removed.put(
        what,
        Counter.builder("quaestor.retention.removed")
            .description("What was removed because it was past its time")
            .tag("what", what)
            .register(meters));
  }

  private Telling telling(
      String name,
      String description,
      Function<RetentionRounds.Standing, @Nullable Instant> since) {
    return new Telling(
        name,
        "seconds",
        description,
        "of",
        READ_EVERY,
        () -> {
          var values = new HashMap<String, Double>();
          for (var of : expected) {
            rounds
                .standing(of)
                .ifPresent(
                    standing -> {
                      var at = since.apply(standing);
                      values.put(
                          word(of),
                          at == null
                              ? 0.0
                              : Math.max(
                                  0, Duration.between(at, clock.instant()).toMillis() / 1000.0));
                    });
          }
          return values;
        });
  }

  static String word(Of of) {
    return of.name().toLowerCase(Locale.ROOT);
  }

  /**
   * How rounds of one kind go.
   *
   * @param of {@code investigations} or {@code vault}
   * @param late whether the last whole one is longer ago than the rhythm allows
   */
  public record State(
      String of,
      Instant endedAt,
      boolean late,
      @Nullable Instant failingSince,
      @Nullable String failure) {}

  /** Asks the ledger; of what is switched on. */
  public List<State> states() {
    var late = clock.instant().minus(patience());
    return expected.stream()
        .flatMap(
            of ->
                rounds.standing(of).stream()
                    .map(
                        s ->
                            new State(
                                word(of),
                                s.endedAt(),
                                s.endedAt().isBefore(late),
                                s.failingSince(),
                                s.failure())))
        .toList();
  }

  private Duration patience() {
    return properties.every().multipliedBy(3).plusHours(1);
  }

  @Override
  public void start() {
    if (expected.isEmpty()) {
      return;
    }
    stopping = false;
    walk.start(FIRST_AFTER);
  }

  private Optional<Duration> next() {
    go();
    return Optional.of(properties.every());
  }

  /**
   * One round, unless another starter is at it.
   *
   * @return whether it was this one
   */
  boolean go() {
    expected.forEach(rounds::expect);
    if (!rounds.take()) {
      return false;
    }
    try {
      for (var of : expected) {
        go(of);
      }
      return true;
    } finally {
      rounds.release();
    }
  }

  private void go(Of of) {
    var witness = new Told();
    try {
      switch (of) {
        case INVESTIGATIONS -> round.cases(false, witness);
        case VAULT -> {
          var swept = round.vault(false);
          count("vault", swept.files());
          if (swept.files() > 0) {
            log.info(
                "{} went from the vault, {} KiB",
                Counted.of(swept.files(), "file", "files"),
                swept.bytes() / 1024);
          }
        }
      }
      if (!witness.stopped) {
        rounds.ended(of);
      }
    } catch (RetentionFailure failure) {
      failed(of, failure.why());
      log.debug("What went wrong", failure);
    } catch (StatusRuntimeException away) {
      failed(
          of,
          "Temporal did not say how long it keeps histories (" + away.getStatus().getCode() + ")");
    } catch (DataAccessException | TransactionException refused) {
      failed(of, "the ledger's database refuses it (" + refused.getClass().getSimpleName() + ")");
      log.warn("The database's own words", refused);
    }
    if (witness.cases > 0) {
      log.info(
          "{} that had ended long ago were removed",
          Counted.of(witness.cases, "investigation", "investigations"));
    }
  }

  private void failed(Of of, String why) {
    log.warn("What is past its time ({}) is not removed: {}", word(of), why);
    rounds.failed(of, why);
  }

  private final class Told implements RetentionRound.Witness {
    long cases;
    boolean stopped;
    private long heldUntil = System.nanoTime() + HOLD_ON.toNanos();

    @Override
    public boolean goesOn() {
      if (stopped || stopping) {
        stopped = true;
      } else if (System.nanoTime() > heldUntil) {
        stopped = !rounds.take();
        heldUntil = System.nanoTime() + HOLD_ON.toNanos();
      }
      return !stopped;
    }

    @Override
    public void goes(CaseRemoval.Due due) {}

    @Override
    public void gone(RemovedCase gone) {
      cases++;
      count("investigation", 1);
    }

    @Override
    public void swept(CaseRemoval.Swept swept) {
      count("alert", swept.alerts());
      count("alert-body", swept.bodies());
      count("idempotency-key", swept.keys());
    }
  }

  @Override
  public void stop() {
    stopping = true;
    walk.stop();
  }

  @Override
  public boolean isRunning() {
    return walk.isRunning();
  }

  /** After the ledger answers. */
  @Override
  public int getPhase() {
    return 1;
  }
}
