package dev.quaestor.investigation;

import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.MovedMail;
import dev.quaestor.approval.Pasted;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PendingDetails;
import dev.quaestor.board.AwaitedLook;
import dev.quaestor.board.CaseAction;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.ledger.InvestigationStatus;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees who opens the workflow in the Temporal Web UI: what waits, until when, and a
 * payload that approves it when pasted as it stands. Lists and no tables, because the UI drops
 * columns. All text from outside stands in code spans, so that it cannot pose as ours.
 */
final class CurrentDetails {
  private static final int LONGEST = 300;
  private static final int LONGEST_IN_ITEM = 100;
  private static final int SHOWN = 10;

  private @Nullable Seen shown;

  /**
   * What the page of a case is made of: while it is the same, so is the page.
   *
   * @param evidence all of it, of which little is shown
   */
  private record Seen(
      InvestigationStatus state,
      String because,
      List<CaseAction> pending,
      int countPending,
      List<CaseAction> told,
      int countTold,
      List<AwaitedLook> awaited,
      List<Assessment> evidence,
      MovedMail moved,
      Pasted pasted,
      Optional<String> notice) {
    static Seen of(InvestigationState state) {
      var actions = state.actions();
      return new Seen(
          state.status(),
          state.because(),
          actions.pending(PendingDetails.SHOWN),
          actions.countPending(),
          actions.told().limit(SHOWN).toList(),
          actions.countTold(),
          state.evidence().awaited(),
          state.evidence().pieces(),
          actions.movedMail(),
          state.pasted(),
          Optional.ofNullable(state.course().notice()));
    }
  }

  /** The page of a case as it stands; empty where it is the one that was asked for last. */
  Optional<String> anew(InvestigationState state) {
    var seen = Seen.of(state);
    if (seen.equals(shown)) {
      return Optional.empty();
    }
    shown = seen;
    return Optional.of(render(state));
  }

  /**
   * What is shown of a case, which is little of a large one.
   *
   * @param pending the first that wait for a decision, of so many
   * @param looks the first that are looked at again, of so many
   * @param told the first that are decided or done, of so many
   */
  private record Page(
      String investigationId,
      InvestigationStatus state,
      String because,
      List<PendingAction> pending,
      int countPending,
      List<AwaitedLook> looks,
      int countLooks,
      List<InvestigationReport.ActionReport> told,
      int countTold,
      CaseKnowledge known) {}

  /** Of a case as it stands. */
  static String render(InvestigationState state) {
    var looks = state.evidence().awaited().stream().filter(AwaitedLook::waits).toList();
    var actions = state.actions();
    return render(
        new Page(
            state.investigationId(),
            state.status(),
            state.because(),
            state.requests(PendingDetails.SHOWN),
            actions.countPending(),
            looks,
            looks.size(),
            actions.told().limit(SHOWN).map(InvestigationReport.ActionReport::of).toList(),
            actions.countTold(),
            state.evidence().knowledge()),
        state.pasted(),
        state.course().notice());
  }

  /**
   * @param pasted what a decision that is pasted here counts for
   */
  static String render(
      InvestigationReport report,
      List<PendingAction> pending,
      Pasted pasted,
      @Nullable String notice) {
    var looks = report.awaited().stream().filter(AwaitedLook::waits).toList();
    var told =
        report.actions().stream().filter(a -> !(a.decision() instanceof Decision.Pending)).toList();
    return render(
        new Page(
            report.investigationId(),
            report.state(),
            report.because(),
            pending,
            pending.size(),
            looks,
            looks.size(),
            told,
            told.size(),
            CaseKnowledge.of(report.evidence())),
        pasted,
        notice);
  }

  private static String render(Page shown, Pasted pasted, @Nullable String notice) {
    var page = new StringBuilder();
    page.append("### ")
        .append(shown.state())
        .append('\n')
        .append(PendingDetails.code(shown.because(), LONGEST))
        .append('\n');
    PendingDetails.append(
        page,
        shown.pending(),
        shown.countPending(),
        pasted,
        "./quaestor pending --investigation " + shown.investigationId());
    appendAwaited(page, shown);
    appendDecided(page, shown);
    if (notice != null) {
      page.append("\n#### Last message\n")
          .append(PendingDetails.code(notice, LONGEST))
          .append('\n');
    }
    return page.toString();
  }

  /** What could not be looked at, why, and when the next attempt is. */
  private static void appendAwaited(StringBuilder page, Page shown) {
    if (shown.looks().isEmpty()) {
      return;
    }
    page.append("\n#### Waiting for a back end\n\n");
    shown.looks().stream()
        .limit(SHOWN)
        .forEach(
            look ->
                page.append("- next attempt at `")
                    .append(look.next().truncatedTo(ChronoUnit.SECONDS))
                    .append("`: ")
                    .append(PendingDetails.code(label(shown.known(), look), LONGEST))
                    .append(", ")
                    .append(PendingDetails.code(look.because(), LONGEST))
                    .append('\n'));
    if (shown.countLooks() > SHOWN) {
      page.append("\nand ").append(shown.countLooks() - SHOWN).append(" more\n");
    }
  }

  /** What was decided or done, by whom, and how it ended. */
  private static void appendDecided(StringBuilder page, Page shown) {
    if (shown.told().isEmpty()) {
      return;
    }
    page.append("\n#### Decided and done\n\n");
    shown.told().stream()
        .limit(SHOWN)
        .forEach(
            a ->
                page.append("- **%s** ".formatted(a.action().type().title()))
                    .append(
                        PendingDetails.label(
                            a.action().target(), shown.known().placeOf(a.action()).orElse(null)))
                    .append(": ")
                    .append(PendingDetails.code(by(a.decision()), LONGEST_IN_ITEM))
                    .append(", ")
                    .append(a.execution())
                    .append(
                        a.detail() == null
                            ? ""
                            : ": " + PendingDetails.code(a.detail(), LONGEST_IN_ITEM))
                    .append('\n'));
    if (shown.countTold() > SHOWN) {
      page.append("\nand ").append(shown.countTold() - SHOWN).append(" more\n");
    }
  }

  private static String by(Decision decision) {
    return decision instanceof Decision.NotNeeded
        ? "automatic, as the policy allows"
        : ApprovalRules.describe(decision);
  }

  private static String label(CaseKnowledge known, AwaitedLook look) {
    return known.labelOf(look.key()).orElseGet(() -> look.key().value());
  }
}
