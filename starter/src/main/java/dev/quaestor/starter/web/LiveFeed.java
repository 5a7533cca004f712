package dev.quaestor.starter.web;

import dev.quaestor.starter.ledger.EventFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells open pages what has moved, by ids alone: whoever is told fetches it, and sees what they
 * may. It reads the ledger, so that it also hears what another starter recorded, and only while
 * somebody listens.
 */
final class LiveFeed implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

  private static final long PAUSE_MILLIS = 500;
  private static final int AT_ONCE = 500;

  /** An event may be committed after one with a greater id; so many are read again. */
  private static final int AGAIN = 300;

  /** What a page does not fetch in time it fetches whole. */
  private static final int QUEUE = 500;

  /** So many open pages has one person; the oldest goes. */
  private static final int STREAMS = 12;

  private final EventFeed events;
  private final Map<String, Deque<Listener>> listeners = new LinkedHashMap<>();
  private final Set<Long> told =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > AGAIN * 2 + AT_ONCE;
            }
          });
  private @Nullable Thread reader;
  private boolean serving = true;

  LiveFeed(EventFeed events) {
    this.events = events;
  }

  /**
   * What an open page is told.
   *
   * @param name {@code action}, {@code case}, {@code count}, {@code presence}
   * @param id empty where it is about no one thing
   */
  record News(String name, String id) {
    /** What waits may be more or less than it was. */
    static final News COUNT = new News("count", "");
  }

  /** One open page. */
  final class Listener implements AutoCloseable {
    private final String person;
    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean open = true;

    private Listener(String person) {
      this.person = person;
    }

    /** What comes next; null when nothing came in time. */
    @Nullable News next(Duration within) throws InterruptedException {
      return news.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isOpen() {
      return open;
    }

    /** Whoever waits for news is woken, to find it closed. */
    private void end() {
      open = false;
      hear(News.COUNT);
    }

    private void hear(News one) {
      if (!news.offer(one)) {
        news.clear();
        news.add(News.COUNT);
      }
    }

    @Override
    public void close() {
      open = false;
      synchronized (listeners) {
        var own = listeners.get(person);
        if (own != null && own.remove(this) && own.isEmpty()) {
          listeners.remove(person);
        }
      }
    }
  }

  /** From now on. */
  Listener listen(String person) {
    var listener = new Listener(person);
    synchronized (listeners) {
      if (!serving) {
        listener.end();
        return listener;
      }
      var own = listeners.computeIfAbsent(person, p -> new ArrayDeque<>());
      own.addLast(listener);
      if (own.size() > STREAMS) {
        own.removeFirst().end();
      }
      if (reader == null) {
        reader = Thread.ofVirtual().name("live-feed").start(this::read);
      }
    }
    return listener;
  }

  @Override
  public void start() {
    synchronized (listeners) {
      serving = true;
    }
  }

  /**
   * Ends every stream. This is done first, in the default phase: a server that stops waits for what
   * it still answers, and an open page would keep it waiting for as long as it waits at all.
   */
  @Override
  public void stop() {
    synchronized (listeners) {
      serving = false;
      listeners.values().forEach(own -> own.forEach(Listener::end));
    }
  }

  @Override
  public boolean isRunning() {
    synchronized (listeners) {
      return serving;
    }
  }

  /** How many streams somebody has open. */
  int streams(String person) {
    synchronized (listeners) {
      var own = listeners.get(person);
      return own == null ? 0 : own.size();
    }
  }

  void tell(News one) {
    synchronized (listeners) {
      listeners.values().forEach(own -> own.forEach(l -> l.hear(one)));
    }
  }

  private void read() {
    long last = -1;
    while (goesOn()) {
      try {
        last = last < 0 ? standing() : tellAfter(last);
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        // The ledger is away: the pages say themselves how old they are.
        log.debug("the ledger could not be read for open pages", e);
        try {
          Thread.sleep(PAUSE_MILLIS * 10);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private boolean goesOn() {
    synchronized (listeners) {
      if (listeners.isEmpty()) {
        reader = null;
        return false;
      }
      return true;
    }
  }

  /** The end of what was there before anybody listened. */
  private long standing() {
    long end = events.end();
    events.changes(Math.max(0, end - AGAIN), AGAIN).forEach(change -> told.add(change.id()));
    return end;
  }

  private long tellAfter(long last) {
    long reached = last;
    var moved = new LinkedHashSet<News>();
    for (var change : events.changes(Math.max(0, last - AGAIN), AGAIN + AT_ONCE)) {
      if (!told.add(change.id())) {
        continue;
      }
      reached = Math.max(reached, change.id());
      change.actionIds().forEach(id -> moved.add(new News("action", id)));
      var of = change.investigationId();
      if (of != null) {
        moved.add(new News("case", of));
      }
    }
    moved.forEach(this::tell);
    return reached;
  }
}
