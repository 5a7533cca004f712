package dev.quaestor.investigation;

import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Instant;
import java.util.List;
import org.pcollections.TreePVector;

/**
 * What the ledger has not been told yet, in order, numbered without gaps.
 *
 * @param urgent whether somebody is waiting to see it; what is not goes along with the next that is
 */
record Outbox(long lastSeq, List<LedgerEntry> unsent, boolean urgent) {
  Outbox {
    unsent = TreePVector.from(unsent);
  }

  static Outbox empty() {
    return new Outbox(0, List.of(), false);
  }

  Outbox with(Instant at, boolean isUrgent, List<? extends LedgerEvent> events) {
    var more = TreePVector.from(unsent);
    var seq = lastSeq;
    for (var event : events) {
      more = more.plus(new LedgerEntry(++seq, at, event));
    }
    return new Outbox(seq, more, urgent || isUrgent);
  }

  /** The first unsent ones, no more than that many and none beyond that number. */
  List<LedgerEntry> next(int atMost, long upTo) {
    return unsent.stream().limit(atMost).takeWhile(e -> e.seq() <= upTo).toList();
  }

  /** Everything up to that number has been recorded. */
  Outbox sent(long seq) {
    var left = TreePVector.from(unsent);
    while (!left.isEmpty() && left.getFirst().seq() <= seq) {
      left = left.minus(0);
    }
    return new Outbox(lastSeq, left, urgent && !left.isEmpty());
  }

  Outbox calm() {
    return new Outbox(lastSeq, unsent, false);
  }
}
