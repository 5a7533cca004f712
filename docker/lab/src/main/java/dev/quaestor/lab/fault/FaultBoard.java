package dev.quaestor.lab.fault;

import dev.quaestor.lab.http.RoutePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults that are still to happen, in the order they were asked for. One call meets at most one
 * of them.
 */
public final class FaultBoard {

  private final List<Fault> pending = new ArrayList<>();

  public synchronized void add(Fault fault) {
    pending.add(fault);
  }

  public synchronized void clear() {
    pending.clear();
  }

  public synchronized List<Fault> pending() {
    return List.copyOf(pending);
  }

  /** The fault that this call meets; one of its times is used up. */
  public synchronized Optional<Fault> take(String method, List<String> path) {
    for (int i = 0; i < pending.size(); i++) {
      Fault fault = pending.get(i);
      if (RoutePattern.parse(fault.route()).covers(method, path)) {
        if (fault.times() == 1) {
          pending.remove(i);
        } else {
          pending.set(i, fault.less());
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
