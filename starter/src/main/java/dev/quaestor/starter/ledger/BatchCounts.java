package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.approval.DecisionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one batch adds to the numbers, kept back until it is committed. */
final class BatchCounts {

  /** One thing that counts. */
  sealed interface Count {
    /** Something was recorded so long after it had happened. */
    record Recorded(Duration afterwards) implements Count {}

    /** A case came to its verdict. */
    record Concluded(Duration afterStart) implements Count {}

    /** Policy planned an action, which needs nobody or waits for a person. */
    record Planned(boolean automatic) implements Count {}

    /** A person, or time, decided. */
    record Decided(DecisionStatus status, Duration waited) implements Count {}

    /** An action came to its end. */
    record Acted(ActionType type, Execution outcome) implements Count {}

    /** An action took effect, so long after its case began; if it is in none, after its order. */
    record Remediated(Duration afterStart) implements Count {}

    /** An undo came to its end. */
    record Undone(ActionType type, Execution outcome) implements Count {}
  }

  private final List<Count> counts = new ArrayList<>();

  void add(Count count) {
    counts.add(count);
  }

  List<Count> counts() {
    return List.copyOf(counts);
  }
}
