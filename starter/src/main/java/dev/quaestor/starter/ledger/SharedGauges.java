package dev.quaestor.starter.ledger;

import dev.quaestor.start.Rounds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The gauges of what all starters on one ledger share. Each of them could tell it, and whoever adds
 * up what several processes say would count it once for each: so one tells, the holder of a lease
 * in the ledger, and the others have no such meters at all. Nor has anybody while the ledger does
 * not answer: unknown is not zero, and absence is what alerts can see.
 *
 * <p>They are read in a rhythm of their own and not when somebody scrapes, so that scrapes are no
 * load on the database.
 */
public final class SharedGauges implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SharedGauges.class);

  private static final String LEASE = "shared-gauges";

  private static final Duration EVERY = Duration.ofSeconds(5);

  /** A starter that died is followed by another within this. */
  static final Duration TERM = Duration.ofSeconds(20);

  private static final Duration LONGEST_REST = Duration.ofMinutes(5);

  /** What goes beyond this would be a load on those who scrape. */
  private static final int MOST_VALUES = 200;

  /**
   * One gauge, or one for each value of a tag.
   *
   * @param unit as {@code seconds}; empty for things that are counted
   * @param tag the name of the tag; empty for a gauge without one
   * @param every how old a reading may be
   * @param atMost how old one may become that takes long, and is therefore made more rarely
   * @param values by the tag's value, {@code ""} where there is none; what is missing is not told
   */
  public record Telling(
      String name,
      String unit,
      String description,
      String tag,
      Duration every,
      Duration atMost,
      Supplier<Map<String, Double>> values) {

    /** Of what the database is asked, which is spared when that takes long. */
    public Telling(
        String name,
        String unit,
        String description,
        String tag,
        Duration every,
        Supplier<Map<String, Double>> values) {
      this(name, unit, description, tag, every, LONGEST_REST, values);
    }
  }

  private record Value(String name, String tag) {}

  private static final class Told {
    final Telling telling;
    long dueAt = System.nanoTime();

    Told(Telling telling) {
      this.telling = telling;
    }
  }

  private final LeaseStore leases;
  private final MeterRegistry meters;
  private final String owner = "starter-" + UUID.randomUUID();
  private final List<Told> all = new CopyOnWriteArrayList<>();
  private final Map<Value, Double> values = new ConcurrentHashMap<>();
  private final Map<Value, Meter> registered = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("shared-gauges", this::next);
  private boolean failed;

  public SharedGauges(DataSource dataSource, MeterRegistry meters, InstantSource clock) {
    this.leases = new LeaseStore(dataSource, clock);
    this.meters = meters;
  }

  /** From now on this is told too, by whichever starter tells. */
  public void tell(Telling telling) {
    all.add(new Told(telling));
  }

  /** Keeps or tries to take the lease, and reads what is due if it is held. */
  public synchronized void round() {
    boolean tells;
    try {
      tells = leases.take(LEASE, owner, TERM);
      failed = false;
    } catch (RuntimeException away) {
      if (!failed) {
        log.warn("the ledger does not answer, so its numbers are not told: {}", away.toString());
      }
      failed = true;
      tells = false;
    }
    if (tells) {
      all.forEach(this::read);
    } else {
      hush();
    }
  }

  private void read(Told told) {
    long started = System.nanoTime();
    if (started - told.dueAt < 0) {
      return;
    }
    var telling = told.telling;
    Map<String, Double> fresh;
    try {
      fresh = telling.values().get();
    } catch (RuntimeException unknown) {
      log.debug("{} cannot be read", telling.name(), unknown);
      fresh = Map.of();
    }
    publish(telling, fresh);
    long now = System.nanoTime();
    told.dueAt = now + rest(telling, now - started);
  }

  /** So long a reading stands that took so long: it is a hundredth of all time, if it may be. */
  static long rest(Telling telling, long took) {
    return Math.max(telling.every().toNanos(), Math.min(telling.atMost().toNanos(), 100 * took));
  }

  private void publish(Telling telling, Map<String, Double> fresh) {
    for (var value : List.copyOf(values.keySet())) {
      if (value.name().equals(telling.name()) && !fresh.containsKey(value.tag())) {
        forget(value);
      }
    }
    int told = 0;
    for (var entry : fresh.entrySet()) {
      if (told++ == MOST_VALUES) {
        break;
      }
      var value = new Value(telling.name(), entry.getKey());
      values.put(value, entry.getValue());
      registered.computeIfAbsent(value, v -> register(telling, v));
    }
  }

  private Meter register(Telling telling, Value value) {
    var gauge =
        Gauge.builder(telling.name(), () -> values.getOrDefault(value, Double.NaN))
            .description(telling.description());
    if (!telling.unit().isEmpty()) {
      gauge.baseUnit(telling.unit());
    }
    if (!telling.tag().isEmpty()) {
      gauge.tag(telling.tag(), value.tag());
    }
    return gauge.register(meters);
  }

  private void forget(Value value) {
    values.remove(value);
    var meter = registered.remove(value);
    if (meter != null) {
      meters.remove(meter);
    }
  }

  private void hush() {
    List.copyOf(registered.keySet()).forEach(this::forget);
    all.forEach(told -> told.dueAt = System.nanoTime());
  }

  @Override
  public void start() {
    rounds.start(Duration.ZERO);
  }

  private Optional<Duration> next() {
    round();
    return Optional.of(EVERY);
  }

  @Override
  public void stop() {
    rounds.stop();
    synchronized (this) {
      hush();
      try {
        leases.release(LEASE, owner);
      } catch (RuntimeException away) {
        // It ends by itself.
      }
    }
  }

  @Override
  public boolean isRunning() {
    return rounds.isRunning();
  }

  /** After the ledger answers, and until it no longer does. */
  @Override
  public int getPhase() {
    return 1;
  }
}
