package dev.quaestor.investigation;

import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.CaseOpening;
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

  /** A large case tells more at once, so that what it tells takes some hundred batches at most. */
  private static final int MOST_AT_ONCE = 1000;

  private static final int BATCHES = 100;

  private final ActionCenterActivities actionCenter;
  private final CaseFile file;
  private boolean flushing;

  /** Whether nobody was asked to open the case, so that the first record opens it. */
  private boolean opens;

  LedgerFeed(ActionCenterActivities actionCenter, CaseFile file) {
    this.actionCenter = actionCenter;
    this.file = file;
  }

  /** The policy is known already: the case is opened with the first that is told of it. */
  void openWithFirst() {
    opens = true;
  }

  /**
   * What the ledger is told of a case to open it, with the policy that it goes by if it has one.
   */
  static CaseOpening opening(InvestigationState state) {
    var info = Workflow.getInfo();
    var policy = state.policy();
    return new CaseOpening(
        state.investigationId(),
        info.getWorkflowId(),
        info.getRunId(),
        state.title(),
        state.severity(),
        state.startedBy(),
        state.startedAt(),
        policy == null ? null : policy.revision());
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
          opens = false;
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
      opens = false;
      var sent = entries.getLast().seq();
      file.fold((s, now) -> s.sent(sent));
      entries = next(upTo);
    }
    flushing = false;
  }

  private LedgerBatch batch(List<LedgerEntry> entries) {
    var id = file.state().investigationId();
    return new LedgerBatch(id, id, entries, opens ? opening(file.state()) : null);
  }

  private List<LedgerEntry> next(long upTo) {
    var outbox = file.state().outbox();
    var atOnce = Math.clamp(outbox.unsent().size() / BATCHES, AT_ONCE, MOST_AT_ONCE);
    var byNumber = outbox.next(atOnce, upTo);
    return PayloadSize.prefix(byNumber, PayloadSize.MOST);
  }
}
