package dev.quaestor.starter.repair;

import io.temporal.api.common.v1.WorkflowExecution;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one run tells, from its first call that is missing on. */
final class Tape implements Comparable<Tape> {
  final WorkflowExecution run;
  final long number;

  /** The place of {@link #next} among all that the run tells. */
  long place;

  Instant at;
  @Nullable Retelling open;
  @Nullable Told next;

  private final Function<WorkflowExecution, Retelling> reading;

  /**
   * @param reading opens a history from its beginning
   * @param number which of all tapes
   * @param place of its first call that is missing
   * @param at when that was made
   */
  Tape(
      Function<WorkflowExecution, Retelling> reading,
      WorkflowExecution run,
      long number,
      long place,
      Instant at) {
    this.reading = reading;
    this.run = run;
    this.number = number;
    this.place = place;
    this.at = at;
  }

  Retelling opened() {
    var opened = open;
    if (opened == null) {
      opened = reading.apply(run);
      for (long i = 0; i < place && opened.hasNext(); i++) {
        opened.next();
      }
      next = opened.hasNext() ? opened.next() : null;
      open = opened;
    }
    return opened;
  }

  /** Whether there is more. */
  boolean goOn() {
    var tape = opened();
    place++;
    next = tape.hasNext() ? tape.next() : null;
    if (next == null) {
      return false;
    }
    // What was never answered was told after what was.
    at = next.at().isAfter(at) ? next.at() : at;
    return true;
  }

  void close() {
    open = null;
    next = null;
  }

  @Override
  public int compareTo(Tape other) {
    int order = at.compareTo(other.at);
    return order == 0 ? Long.compare(number, other.number) : order;
  }
}
