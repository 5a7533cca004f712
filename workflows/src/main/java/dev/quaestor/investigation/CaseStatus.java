package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Outcome;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.board.ActionBoard;
import dev.quaestor.board.AwaitedLook;
import dev.quaestor.board.EvidenceBoard;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a case stands.
 *
 * @param stop the person's wish to stop it, once there is one
 * @param rollback how a wished-for rollback goes; null before it has begun
 * @param closing whether the end has been decided: no alert joins any more
 * @param notice why the last unusable message did nothing, for the current details
 * @param heard the seals of signed words, short, so that none is heard twice
 */
record CaseStatus(
    InvestigationStatus status,
    String because,
    @Nullable CaseStop stop,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Rollback rollback,
    boolean closing,
    @Nullable String notice,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> heard) {

  private static final int LONGEST = 200;

  /**
   * Of a case that was stopped.
   *
   * @param actions how many were to be taken back
   * @param failed how many could not be
   */
  record Rollback(int actions, int failed) {
    Rollback failingOnce() {
      return new Rollback(actions, failed + 1);
    }

    String sentence() {
      return failed == 0
          ? ""
          : "; %s could not be undone".formatted(Counted.of(failed, actions, "action", "actions"));
    }
  }

  CaseStatus {
    heard = heard == null ? List.of() : List.copyOf(heard);
  }

  static CaseStatus beginning() {
    return new CaseStatus(
        InvestigationStatus.RUNNING,
        "The investigation has started",
        null,
        null,
        false,
        null,
        List.of());
  }

  CaseStatus at(InvestigationStatus now, String why) {
    return new CaseStatus(now, why, stop, rollback, closing, notice, heard);
  }

  CaseStatus stopped(CaseStop wish) {
    return new CaseStatus(status, because, wish, rollback, closing, notice, heard);
  }

  CaseStatus rollingBack(int actions) {
    return new CaseStatus(status, because, stop, new Rollback(actions, 0), closing, notice, heard);
  }

  /** One more could not be taken back. */
  CaseStatus notTakenBack() {
    return rollback == null
        ? this
        : new CaseStatus(status, because, stop, rollback.failingOnce(), closing, notice, heard);
  }

  boolean rolledBack() {
    return rollback != null;
  }

  CaseStatus closingAs(Step.Close end) {
    return new CaseStatus(end.status(), end.because(), stop, rollback, true, notice, heard);
  }

  CaseStatus noting(@Nullable String what) {
    return new CaseStatus(status, because, stop, rollback, closing, what, heard);
  }

  /** Null for an unsigned word, which carries nothing that could be used again. */
  CaseStatus hearing(@Nullable String seal) {
    return seal == null
        ? this
        : new CaseStatus(
            status,
            because,
            stop,
            rollback,
            closing,
            notice,
            Stream.concat(heard.stream(), Stream.of(PlanHash.shortId(seal))).toList());
  }

  boolean hasHeard(@Nullable String seal) {
    return seal != null && heard.contains(PlanHash.shortId(seal));
  }

  /** Whether people should see that it stands otherwise: what is awaited now, or until when. */
  boolean tellsMoreThan(CaseStatus before) {
    return status != before.status
        || (status != InvestigationStatus.RUNNING && !because.equals(before.because));
  }

  /** What is awaited, while the case is open. */
  CaseStatus now(EvidenceBoard evidence, ActionBoard actions) {
    if (closing) {
      return this;
    }
    if (evidence.looksAtNews() || evidence.replan()) {
      return at(InvestigationStatus.RUNNING, "The investigation is in progress");
    }
    var looks = evidence.toLookAgain();
    if (looks.isEmpty() && !evidence.examining().isEmpty() && saysWhoIsAskedNow(actions)) {
      // All that is awaited is being tried just now, which takes seconds.
      return this;
    }
    var awaited =
        Stream.concat(looksAgain(looks, evidence.pieces().size()), resources(actions)).toList();
    if (actions.countPending() > 0) {
      return at(
          InvestigationStatus.PENDING_APPROVAL,
          sentence(Stream.concat(Stream.of(waiting(actions)), awaited.stream())));
    }
    return awaited.isEmpty()
        ? at(InvestigationStatus.RUNNING, "The investigation is in progress")
        : at(InvestigationStatus.PENDING_RESOURCE, sentence(awaited.stream()));
  }

  /** Whether the sentence has as many questions as are open: some may have been decided since. */
  private boolean saysWhoIsAskedNow(ActionBoard actions) {
    var asks = status == InvestigationStatus.PENDING_APPROVAL;
    return asks == actions.countPending() > 0 && (!asks || because.startsWith(waiting(actions)));
  }

  private static String waiting(ActionBoard actions) {
    return Counted.of(
        actions.countPending(),
        "action is waiting for a decision",
        "actions are waiting for a decision");
  }

  private static Stream<String> looksAgain(List<AwaitedLook> next, int pieces) {
    return next.stream()
        .limit(1)
        .map(
            first ->
                "%s could not be examined (%s); the next attempt is at %s"
                    .formatted(
                        Counted.of(next.size(), pieces, "piece of evidence", "pieces of evidence"),
                        Excerpt.of(first.because(), LONGEST),
                        first.next().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static Stream<String> resources(ActionBoard actions) {
    return actions
        .waiting()
        .flatMap(
            a ->
                a.outcome() instanceof Outcome.Unfinished u && u.waitsForResource()
                    ? Stream.of(u.sentence())
                    : Stream.of())
        .limit(1)
        .map(why -> "waiting for a device or back end (%s)".formatted(Excerpt.of(why, LONGEST)));
  }

  private static String sentence(Stream<String> parts) {
    var joined = parts.collect(Collectors.joining("; "));
    return joined.substring(0, 1).toUpperCase(Locale.ROOT) + joined.substring(1);
  }
}
