package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.LedgerBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call writes, all or nothing: a case is opened, then events are recorded, then states are
 * claimed. Each part may be repeated: what is there already is not written again.
 *
 * @param opening null where no case is opened
 */
record Writing(@Nullable CaseOpening opening, List<LedgerBatch> batches, List<Claim> claims) {

  Writing {
    batches = List.copyOf(batches);
    claims = List.copyOf(claims);
  }

  boolean isEmpty() {
    return opening == null && batches.isEmpty() && claims.isEmpty();
  }

  static Writing of(CaseOpening opening) {
    return new Writing(opening, List.of(), List.of());
  }

  /** With the case that it opens, if it opens one. */
  static Writing of(LedgerBatch batch) {
    return new Writing(batch.opening(), List.of(batch), List.of());
  }

  static Writing of(Claim claim) {
    return new Writing(null, List.of(), List.of(claim));
  }

  /**
   * What came of it.
   *
   * @param pinned of the case that it opened or found open; null where it opens none
   * @param claimed one for each claim, in their order
   */
  record Written(@Nullable Pinned pinned, List<Claimed> claimed, BatchCounts counted) {}

  /**
   * What a case goes by.
   *
   * @param indicators whether any counted when it was opened
   */
  record Pinned(int revision, boolean indicators) {}
}
