package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Outcome;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.board.ActionBoard;
import dev.quaestor.board.EvidenceBoard;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.text.Counted;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a case stands.
 *
 * @param stop the person's wish to stop it, once there is one
 * @param rolledBack whether a wished-for rollback has been begun
 * @param closing whether the end has been decided: no alert joins any more
 * @param notice why the last unusable message did nothing, for the current details
 * @param heard the seals of signed words, short, so that none is heard twice
 */
record CaseStatus(
    InvestigationStatus status,
    String because,
    @Nullable CaseStop stop,
    boolean rolledBack,
    boolean closing,
    @Nullable String notice,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> heard) {

  CaseStatus {
    heard = heard == null ? List.of() : List.copyOf(heard);
  }

  static CaseStatus beginning() {
    return new CaseStatus(
        InvestigationStatus.RUNNING, "It has begun", null, false, false, null, List.of());
  }

  CaseStatus at(InvestigationStatus now, String why) {
    return new CaseStatus(now, why, stop, rolledBack, closing, notice, heard);
  }

  CaseStatus stopped(CaseStop wish) {
    return new CaseStatus(status, because, wish, rolledBack, closing, notice, heard);
  }

  CaseStatus rollingBack() {
    return new CaseStatus(status, because, stop, true, closing, notice, heard);
  }

  CaseStatus closingAs(Step.Close end) {
    return new CaseStatus(end.status(), end.because(), stop, rolledBack, true, notice, heard);
  }

  CaseStatus noting(@Nullable String what) {
    return new CaseStatus(status, because, stop, rolledBack, closing, what, heard);
  }

  /** Null for an unsigned word, which carries nothing that could be used again. */
  CaseStatus hearing(@Nullable String seal) {
    return seal == null
        ? this
        : new CaseStatus(
            status,
            because,
            stop,
            rolledBack,
            closing,
            notice,
            Stream.concat(heard.stream(), Stream.of(PlanHash.shortId(seal))).toList());
  }

  boolean hasHeard(@Nullable String seal) {
    return seal != null && heard.contains(PlanHash.shortId(seal));
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
          Counted.of(
              actions.pending().size(),
              "action is waiting for a decision",
              "actions are waiting for a decision"));
    }
    return waits
        ? at(InvestigationStatus.PENDING_RESOURCE, "A device or back end is awaited")
        : at(InvestigationStatus.RUNNING, "It is running");
  }
}
