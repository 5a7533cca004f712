package dev.quaestor.connector;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was seen within the last seconds, by what it is known by. Only what was there is kept, and
 * never for longer because somebody asked for it again.
 */
public final class LatelySeen<K, V> {
  private static final int MOST = 1_000;

  private record Seen<V>(V value, long at) {}

  private final long lately;
  private final LongSupplier nanos;
  // Not synchronized: callers are virtual threads.
  private final ReentrantLock lock = new ReentrantLock();

  /** The oldest first. */
  private final SequencedMap<K, Seen<V>> seen = new LinkedHashMap<>();

  public LatelySeen(Duration lately) {
    this(lately, System::nanoTime);
  }

  LatelySeen(Duration lately, LongSupplier nanos) {
    this.lately = lately.toNanos();
    this.nanos = nanos;
  }

  /**
   * @param value null for what is not there
   */
  public void saw(K key, @Nullable V value) {
    var now = nanos.getAsLong();
    lock.lock();
    try {
      seen.remove(key);
      if (value != null) {
        seen.put(key, new Seen<>(value, now));
      }
      while (!seen.isEmpty() && (seen.size() > MOST || isOld(seen.firstEntry().getValue(), now))) {
        seen.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isOld(Seen<V> found, long now) {
    return now - found.at() >= lately;
  }

  public Optional<V> about(K key) {
    lock.lock();
    try {
      return Optional.ofNullable(seen.get(key))
          .filter(found -> !isOld(found, nanos.getAsLong()))
          .map(Seen::value);
    } finally {
      lock.unlock();
    }
  }
}
