package dev.quaestor.investigation;

import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PendingDetails;
import dev.quaestor.board.AwaitedLook;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  private CurrentDetails() {}

  /**
   * @param unsigned whether a decision that is pasted here counts
   */
  static String render(
      InvestigationReport report,
      List<PendingAction> pending,
      boolean unsigned,
      @Nullable String notice) {
    var page = new StringBuilder();
    page.append("### ")
        .append(report.state())
        .append('\n')
        .append(PendingDetails.code(report.because(), LONGEST))
        .append('\n');
    PendingDetails.append(
        page, pending, unsigned, "./quaestor pending --investigation " + report.investigationId());
    appendAwaited(page, report);
    appendDecided(page, report);
    if (notice != null) {
      page.append("\n#### Last message\n")
          .append(PendingDetails.code(notice, LONGEST))
          .append('\n');
    }
    return page.toString();
  }

  /** What could not be looked at, why, and when the next attempt is. */
  private static void appendAwaited(StringBuilder page, InvestigationReport report) {
    var looks = report.awaited().stream().filter(AwaitedLook::waits).toList();
    if (looks.isEmpty()) {
      return;
    }
    page.append("\n#### Waiting for a back end\n\n");
    looks.stream()
        .limit(SHOWN)
        .forEach(
            look ->
                page.append("- next attempt at `")
                    .append(look.next().truncatedTo(ChronoUnit.SECONDS))
                    .append("`: ")
                    .append(PendingDetails.code(label(report, look), LONGEST))
                    .append(", ")
                    .append(PendingDetails.code(look.because(), LONGEST))
                    .append('\n'));
    if (looks.size() > SHOWN) {
      page.append("\nand ").append(looks.size() - SHOWN).append(" more\n");
    }
  }

  /** What was decided or done, by whom, and how it ended. */
  private static void appendDecided(StringBuilder page, InvestigationReport report) {
    var told =
        report.actions().stream().filter(a -> !(a.decision() instanceof Decision.Pending)).toList();
    if (told.isEmpty()) {
      return;
    }
    page.append("\n#### Decided and done\n\n");
    var known = CaseKnowledge.of(report.evidence());
    told.stream()
        .limit(SHOWN)
        .forEach(
            a ->
                page.append("- **%s** ".formatted(a.action().type().title()))
                    .append(
                        PendingDetails.label(
                            a.action().target(), known.placeOf(a.action()).orElse(null)))
                    .append(": ")
                    .append(PendingDetails.code(by(a.decision()), LONGEST_IN_ITEM))
                    .append(", ")
                    .append(a.execution())
                    .append(
                        a.detail() == null
                            ? ""
                            : ": " + PendingDetails.code(a.detail(), LONGEST_IN_ITEM))
                    .append('\n'));
    if (told.size() > SHOWN) {
      page.append("\nand ").append(told.size() - SHOWN).append(" more\n");
    }
  }

  private static String by(Decision decision) {
    return decision instanceof Decision.NotNeeded
        ? "automatic, as the policy allows"
        : ApprovalRules.describe(decision);
  }

  private static String label(InvestigationReport report, AwaitedLook look) {
    return report.evidence().stream()
        .filter(a -> a.key().equals(look.key()))
        .map(a -> a.evidence().entity().label())
        .findFirst()
        .orElseGet(() -> look.key().value());
  }
}
