package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.DeliveryStore.Lane;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells one receiver. It looks for investigations that have something new, and has each told by a
 * thread of its own, at most {@code concurrency} of them at a time: within an investigation one
 * message after the other, so that a failure holds up the rest of that one and of no other. Of
 * several processes with one ledger, the one with the lease sends.
 */
public final class Dispatcher {
  /**
   * Whom it tells.
   *
   * @param label what logs call it
   * @param key what its cursors are kept under
   * @param timeout the longest that one message takes
   * @param concurrency how many lanes are told of at the same time
   */
  public record Line(String label, String key, Duration timeout, int concurrency) {}

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);
  private static final Duration DATABASE_REST = Duration.ofSeconds(2);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

  private final Line line;
  private final DeliveryStore store;
  private final Teller teller;
  private final Duration poll;
  private final Duration lease;
  private final String owner = "starter-" + UUID.randomUUID();
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
  private volatile boolean running;
  private volatile long leasedUntil = System.nanoTime();
  private @Nullable Thread loop;

  /**
   * @param teller made of what says whether it may go on with the next message
   */
  public Dispatcher(
      Line line, DeliveryStore store, Duration poll, Function<BooleanSupplier, Teller> teller) {
    this.line = line;
    this.store = store;
    this.poll = poll;
    this.lease = line.timeout().multipliedBy(2).plus(SHORTEST_LEASE);
    this.teller = teller.apply(this::maySend);
  }

  /** A message that is begun under the lease also ends under it, as no message takes longer. */
  private boolean maySend() {
    return running && leasedUntil - System.nanoTime() > line.timeout().toNanos();
  }

  public void start() {
    running = true;
    loop = Thread.ofVirtual().name(line.label()).start(this::loop);
  }

  /** Ends sending; a message on its way is waited for a moment, and sent again if that is short. */
  public void stop() {
    running = false;
    wake.offer(true);
    var ending = loop;
    if (ending == null) {
      return;
    }
    try {
      ending.join(PATIENCE_AT_STOP);
      var until = System.nanoTime() + PATIENCE_AT_STOP.toNanos();
      while (!inFlight.isEmpty() && System.nanoTime() < until) {
        Thread.sleep(20);
      }
      store.release(line.key(), owner);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException | TransactionException e) {
      log.debug(
          "{}: the lease could not be released and will run out: {}", line.label(), e.toString());
    }
  }

  private void loop() {
    boolean reachable = true;
    while (running) {
      try {
        round();
        reachable = true;
        wake.poll(poll.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      } catch (DataAccessException | TransactionException e) {
        if (reachable) {
          log.warn("{}: the ledger is not answering: {}", line.label(), e.toString());
        }
        reachable = false;
        pause();
      } catch (RuntimeException e) {
        log.error("{}: a round failed", line.label(), e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(DATABASE_REST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  private void round() {
    if (!leased()) {
      return;
    }
    while (running && store.scan(line.key())) {
      // A page a transaction, so that nobody waits for a long one.
    }
    if (store.isDisabled(line.key())) {
      return;
    }
    int most = line.concurrency();
    for (var lane : store.due(line.key(), most + inFlight.size())) {
      if (inFlight.size() >= most) {
        return;
      }
      if (running && inFlight.add(lane.name())) {
        Thread.ofVirtual().name(line.label() + " lane").start(() -> deliver(lane));
      }
    }
  }

  private boolean leased() {
    long now = System.nanoTime();
    if (leasedUntil - now > lease.toNanos() * 2 / 3) {
      return true;
    }
    boolean ours = store.lease(line.key(), owner, lease);
    leasedUntil = ours ? now + lease.toNanos() : now;
    return ours;
  }

  private void deliver(Lane lane) {
    try {
      // Read again now that nobody else is at it: since the list was read, another thread may have
      // gone on with this lane and finished.
      var current = store.due(line.key(), lane.name());
      if (current.isPresent()) {
        teller.deliver(current.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException | TransactionException e) {
      log.warn("{}: the ledger is not answering: {}", line.label(), e.toString());
    } catch (RuntimeException e) {
      log.error("{}: an event of {} cannot be delivered", line.label(), lane.name(), e);
      teller.failedToTell(lane);
    } finally {
      inFlight.remove(lane.name());
      wake.offer(true);
    }
  }
}
