package dev.quaestor.tools.bench;

import java.util.List;

/**
 * What a workflow did, without what it was about.
 *
 * @param alert stands in for the alert: as many bytes, about as hard to compress
 * @param decision the same for the decision; empty where nobody was asked
 * @param steps the activities, in the order they were scheduled
 * @param timers how many were started
 * @param events of the whole history
 * @param workflowTasks that were completed
 */
record Shape(
    String alert, String decision, List<Step> steps, int timers, int events, int workflowTasks) {

  /** What a step waits for. */
  sealed interface Cause {

    /** The start, with its alert. */
    record Start() implements Cause {}

    /** The approver. */
    record Decided() implements Cause {}

    /** The end of an earlier step. */
    record After(int step) implements Cause {}
  }

  /** What a step is, seen from outside. */
  enum Sign {
    NONE,
    /** With it the pending actions can be seen. */
    SHOWS_PENDING,
    /** It changes the device. */
    TAKES_EFFECT
  }

  /**
   * An activity.
   *
   * @param input stands in for its input
   * @param output the same for what it returned
   * @param calls what the engine called of the back end in it, round by round
   */
  record Step(
      String queue,
      Cause cause,
      Sign sign,
      String input,
      String output,
      List<List<BackEndCall>> calls) {}

  /** What it calls of the back end in all. */
  int calls() {
    return steps.stream().mapToInt(s -> s.calls().stream().mapToInt(List::size).sum()).sum();
  }

  boolean asks() {
    return !decision.isEmpty();
  }

  int activities() {
    return steps.size();
  }

  /** Of all messages and activities. */
  int payloadBytes() {
    return alert.length()
        + decision.length()
        + steps.stream().mapToInt(s -> s.input().length() + s.output().length()).sum();
  }
}
