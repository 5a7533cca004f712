package dev.quaestor.investigation;

import dev.quaestor.action.Outcome;
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
record Course(
    InvestigationStatus status,
    String because,
    @Nullable CancelMessage cancel,
    boolean rolledBack,
    boolean closing,
    @Nullable String notice) {

  static Course beginning() {
    return new Course(InvestigationStatus.RUNNING, "It has begun", null, false, false, null);
  }

  Course at(InvestigationStatus now, String why) {
    return new Course(now, why, cancel, rolledBack, closing, notice);
  }

  Course cancelled(CancelMessage wish) {
    return new Course(status, because, wish, rolledBack, closing, notice);
  }

  Course rollingBack() {
    return new Course(status, because, cancel, true, closing, notice);
  }

  Course closingAs(Step.Close end) {
    return new Course(end.status(), end.because(), cancel, rolledBack, true, notice);
  }

  Course noting(@Nullable String what) {
    return new Course(status, because, cancel, rolledBack, closing, what);
  }

  /** What is awaited, while the case is open. */
  Course now(EvidenceBoard evidence, ActionBoard actions) {
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
