package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.AccessRefusal;
import dev.quaestor.starter.ledger.RefusalStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was refused. Whoever is refused has no say in how much is written: what is alike
 * is counted, few rows are begun in an hour, and all beyond is one row a minute. Those whom nobody
 * knows have a share of their own: no flood from outside hides what somebody inside tried. It is
 * written a few seconds later, so that no refusal waits for the database.
 */
public final class Refusals implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final String WHY = Refusals.class.getName();

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int ROWS_AN_HOUR = 500;

  private record Key(
      Instant at, String whoId, String who, String address, String what, String kind, String why) {}

  private final RefusalStore store;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Map<Key, Long> waiting = new LinkedHashMap<>();
  private final Thread writer;

  private Instant hour = Instant.EPOCH;
  private int begunByNobody;
  private int begunByKnown;
  private volatile boolean closed;

  Refusals(RefusalStore store, MeterRegistry meters, InstantSource clock) {
    this.store = store;
    this.meters = meters;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("refusals").start(this::loop);
  }

  /** Says why a request is about to be refused, for the record. */
  public static void because(HttpServletRequest request, String kind, String why) {
    request.setAttribute(WHY, new String[] {kind, why});
  }

  /** A request was refused with that status. */
  void record(HttpServletRequest request, int status, @Nullable Caller caller) {
    var said = request.getAttribute(WHY) instanceof String[] pair ? pair : usual(status);
    Counter.builder("quaestor.access.refusals")
        .description("Requests that were refused")
        .tag("kind", said[0])
        .register(meters)
        .increment();
    add(
        caller == null ? "" : caller.id(),
        caller == null ? "nobody" : caller.name(),
        Sessions.address(request),
        request.getMethod() + " " + request.getRequestURI(),
        said[0],
        said[1]);
  }

  private static String[] usual(int status) {
    return switch (status) {
      case 401 -> new String[] {"not-signed-in", "Nobody was signed in"};
      case 404 -> new String[] {"out-of-scope", "There is none, or it is not for them to see"};
      case 429 -> new String[] {"too-many", "There were too many tries"};
      default -> new String[] {"not-allowed", "They may not do this"};
    };
  }

  synchronized void add(
      String whoId, String who, String address, String what, String kind, String why) {
    var minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    var key = new Key(minute, whoId, who, address, what, kind, why);
    if (!waiting.containsKey(key)) {
      var now = minute.truncatedTo(ChronoUnit.HOURS);
      if (!now.equals(hour)) {
        hour = now;
        begunByNobody = 0;
        begunByKnown = 0;
      }
      if ((whoId.isEmpty() ? begunByNobody : begunByKnown) >= ROWS_AN_HOUR) {
        key =
            new Key(
                minute,
                "",
                "nobody",
                "",
                "",
                "many",
                "More were refused than are remembered one by one");
      } else if (whoId.isEmpty()) {
        begunByNobody++;
      } else {
        begunByKnown++;
      }
    }
    waiting.merge(key, 1L, Long::sum);
  }

  private void loop() {
    var forgotten = Instant.EPOCH;
    while (!closed) {
      try {
        Thread.sleep(EVERY);
        write();
        if (clock.instant().isAfter(forgotten.plus(Duration.ofHours(1)))) {
          store.forgetOld();
          forgotten = clock.instant();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("What was refused could not be recorded: {}", e.toString());
      }
    }
  }

  /** Writes down what waits to be. */
  public void write() {
    List<AccessRefusal> taken;
    synchronized (this) {
      taken =
          waiting.entrySet().stream()
              .map(
                  e ->
                      new AccessRefusal(
                          e.getKey().at,
                          e.getKey().whoId,
                          e.getKey().who,
                          e.getKey().address,
                          e.getKey().what,
                          e.getKey().kind,
                          e.getKey().why,
                          e.getValue()))
              .toList();
      waiting.clear();
    }
    store.add(taken);
  }

  @Override
  public void close() {
    closed = true;
    writer.interrupt();
    try {
      write();
    } catch (RuntimeException e) {
      log.warn("What was refused last could not be recorded: {}", e.toString());
    }
  }
}
