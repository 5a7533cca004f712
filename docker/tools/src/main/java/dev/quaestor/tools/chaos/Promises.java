package dev.quaestor.tools.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the API told its callers, as it happened. For many threads. */
final class Promises {
  /** Which case each accepted alert was said to be in, by all answers that it ever had. */
  private final Map<String, Set<String>> alerts = new ConcurrentHashMap<>();

  /** What was said to stand of each decided action, by all answers about it. */
  private final Map<String, Set<String>> decisions = new ConcurrentHashMap<>();

  private final Set<String> undone = ConcurrentHashMap.newKeySet();
  private final Set<String> leftOpen = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();

  void accepted(String alertId, String investigationId) {
    alerts.computeIfAbsent(alertId, id -> ConcurrentHashMap.newKeySet()).add(investigationId);
  }

  /**
   * @param decision as {@code APPROVED}
   */
  void decided(String actionId, String decision) {
    decisions.computeIfAbsent(actionId, id -> ConcurrentHashMap.newKeySet()).add(decision);
  }

  /** Its undo was said to have ended well. */
  void undone(String actionId) {
    undone.add(actionId);
  }

  /** Nobody decides what waits in it. */
  void leftOpen(String investigationId) {
    leftOpen.add(investigationId);
  }

  /** A story that did not come to its end. */
  void broken(String why) {
    broken.add(why);
  }

  Map<String, Set<String>> alerts() {
    return Map.copyOf(alerts);
  }

  Map<String, Set<String>> decisions() {
    return Map.copyOf(decisions);
  }

  Set<String> undone() {
    return new TreeSet<>(undone);
  }

  Set<String> leftOpen() {
    return new TreeSet<>(leftOpen);
  }

  List<String> broken() {
    return List.copyOf(broken);
  }
}
