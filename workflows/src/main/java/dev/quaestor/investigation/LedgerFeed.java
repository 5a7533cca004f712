package dev.quaestor.investigation;

import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.wire.PayloadSize;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.function.Consumer;

/** Tells the ledger what is in the case's outbox, one batch at a time, so that it sees an order. */
final class LedgerFeed {
  private static final int AT_ONCE = 100;

  private final ActionCenterActivities actionCenter;
  private final CaseFile file;
  private boolean flushing;

  LedgerFeed(ActionCenterActivities actionCenter, CaseFile file) {
    this.actionCenter = actionCenter;
    this.file = file;
  }

  boolean isFlushing() {
    return flushing;
  }

  void flushWhenDue() {
    var state = file.state();
    // What ended goes along with what follows, unless nothing follows for long.
    var due = state.outbox().urgent() || state.isResting();
    if (due && !state.outbox().unsent().isEmpty() && !flushing && state.policy() != null) {
      flushing = true;
      file.inBackground(this::flush);
    }
  }

  /**
   * Claims in the background, and takes what there is to tell along: who looks for what a case is
   * about to do finds it no later than its claims. While a batch is on its way they go alone.
   *
   * @param claims as many as {@link #claimable} says
   * @param then is given one answer for each claim, in their order
   */
  void claim(List<Claim> claims, Consumer<List<Claimed>> then) {
    var alone = flushing;
    var upTo = file.state().outbox().lastSeq();
    var entries = alone ? List.<LedgerEntry>of() : next(upTo);
    if (!alone) {
      flushing = true;
      file.fold((s, now) -> s.flushing());
    }
    file.inBackground(
        () -> {
          var claimed = actionCenter.begin(new Undertaking(batch(entries), claims));
          if (!entries.isEmpty()) {
            file.fold((s, now) -> s.sent(entries.getLast().seq()));
          }
          then.accept(claimed);
          if (alone) {
            return;
          }
          flushing = false;
          // More than goes into one batch was to be told.
          if (!next(upTo).isEmpty()) {
            flush();
          }
          flushWhenDue();
        });
  }

  /** The first of them, as many as go into one call beside a batch, and their answers back. */
  static List<Claim> claimable(List<Claim> claims) {
    return PayloadSize.prefix(
        claims.subList(0, Math.min(claims.size(), AT_ONCE)), PayloadSize.MOST / 2);
  }

  /** Everything, before the case ends. */
  void flushAll() {
    Workflow.await(() -> !flushing || file.isDefective());
    // A message that is refused while the last events are recorded adds one more.
    while (!file.state().outbox().unsent().isEmpty()) {
      flush();
    }
  }

  /** What there is now, in pieces that stay far below the 2 MiB of a payload. */
  private void flush() {
    flushing = true;
    file.fold((s, now) -> s.flushing());
    var upTo = file.state().outbox().lastSeq();
    var entries = next(upTo);
    while (!entries.isEmpty()) {
      actionCenter.record(batch(entries));
      var sent = entries.getLast().seq();
      file.fold((s, now) -> s.sent(sent));
      entries = next(upTo);
    }
    flushing = false;
  }

  private LedgerBatch batch(List<LedgerEntry> entries) {
    var id = file.state().investigationId();
    return new LedgerBatch(id, id, entries);
  }

  private List<LedgerEntry> next(long upTo) {
    var byNumber = file.state().outbox().next(AT_ONCE, upTo);
    return PayloadSize.prefix(byNumber, PayloadSize.MOST);
  }
}
