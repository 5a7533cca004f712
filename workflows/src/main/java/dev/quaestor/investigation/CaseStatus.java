package dev.quaestor.investigation;

import dev.quaestor.action.Outcome;
import dev.quaestor.board.ActionBoard;
import dev.quaestor.board.EvidenceBoard;
import dev.quaestor.ledger.InvestigationStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where a case stands.
 *
 * @param cancel the person's wish to stop it, once there is one
 * @param rolledBack whether a wished-for rollback has been begun
 * @param closing whether the end has been decided: no alert joins any more
 * @param notice why the last unusable message did nothing, for the current details
 */
record CaseStatus(
    InvestigationStatus status,
    String because,
    @Nullable CancelMessage cancel,
    boolean rolledBack,
    boolean closing,
    @Nullable String notice) {

  static CaseStatus beginning() {
    return new CaseStatus(InvestigationStatus.RUNNING, "It has begun", null, false, false, null);
  }

  CaseStatus at(InvestigationStatus now, String why) {
    return new CaseStatus(now, why, cancel, rolledBack, closing, notice);
  }

  CaseStatus cancelled(CancelMessage wish) {
    return new CaseStatus(status, because, wish, rolledBack, closing, notice);
  }

  CaseStatus rollingBack() {
    return new CaseStatus(status, because, cancel, true, closing, notice);
  }

  CaseStatus closingAs(Step.Close end) {
    return new CaseStatus(end.status(), end.because(), cancel, rolledBack, true, notice);
  }

  CaseStatus noting(@Nullable String what) {
    return new CaseStatus(status, because, cancel, rolledBack, closing, what);
  }

  /** What is awaited, while the case is open. */
  CaseStatus now(EvidenceBoard evidence, ActionBoard actions) {
    if (closing) {
      return this;
    }
    var waits =
        actions.all().stream()
            .anyMatch(a -> a.outcome() instanceof Outcome.Unfinished u && u.waitsForResource());
    if (!evidence.examining().isEmpty() || evidence.replan()) {
      return at(InvestigationStatus.RUNNING, "Evidence is being looked at");
    }
    if (!actions.pending().isEmpty()) {
      return at(
          InvestigationStatus.PENDING_APPROVAL,
          actions.pending().size() + " actions wait for a decision");
    }
    return waits
        ? at(InvestigationStatus.PENDING_RESOURCE, "A device or back end is awaited")
        : at(InvestigationStatus.RUNNING, "It is running");
  }
}
