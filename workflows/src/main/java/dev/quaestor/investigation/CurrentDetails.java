package dev.quaestor.investigation;

import dev.quaestor.approval.ApprovalRequest;
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
  private static final int SHOWN = 10;

  private CurrentDetails() {}

  /**
   * @param unsigned whether a decision that is pasted here counts
   */
  static String render(
      InvestigationReport report,
      List<ApprovalRequest> pending,
      boolean unsigned,
      @Nullable String notice) {
    var page = new StringBuilder();
    page.append("### ")
        .append(report.state())
        .append('\n')
        .append(PendingDetails.code(report.because(), LONGEST))
        .append('\n');
    PendingDetails.append(page, pending, unsigned);
    appendAwaited(page, report);
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

  private static String label(InvestigationReport report, AwaitedLook look) {
    return report.evidence().stream()
        .filter(a -> a.key().equals(look.key()))
        .map(a -> a.evidence().entity().label())
        .findFirst()
        .orElseGet(() -> look.key().value());
  }
}
