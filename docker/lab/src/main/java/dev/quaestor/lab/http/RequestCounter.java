package dev.quaestor.lab.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each route was called, refused calls included. Keyed by route, not by path, so it
 * cannot grow without bound.
 */
public final class RequestCounter {

  private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

  public void count(RoutePattern route) {
    counts.computeIfAbsent(route.toString(), key -> new LongAdder()).increment();
  }

  /** Calls of all routes that the pattern covers. */
  public long of(String pattern) {
    RoutePattern wanted = RoutePattern.parse(pattern);
    long sum = 0;
    for (Map.Entry<String, LongAdder> entry : counts.entrySet()) {
      RoutePattern route = RoutePattern.parse(entry.getKey());
      if (wanted.covers(route.method(), route.segments())) {
        sum += entry.getValue().sum();
      }
    }
    return sum;
  }

  public Map<String, Long> all() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((route, count) -> snapshot.put(route, count.sum()));
    return snapshot;
  }

  public void clear() {
    counts.clear();
  }
}
