package dev.quaestor.investigation;

import dev.quaestor.approval.ApprovalRequest;
import dev.quaestor.approval.PendingDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees who opens the workflow in the Temporal Web UI: what waits, until when, and a
 * payload that approves it when pasted as it stands. Lists and no tables, because the UI drops
 * columns. All text from outside stands in code spans, so that it cannot pose as ours.
 */
final class CurrentDetails {
  private static final int LONGEST = 300;

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
    if (notice != null) {
      page.append("\n#### Last message\n")
          .append(PendingDetails.code(notice, LONGEST))
          .append('\n');
    }
    return page.toString();
  }
}
