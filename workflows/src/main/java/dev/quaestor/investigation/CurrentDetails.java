package dev.quaestor.investigation;

import dev.quaestor.approval.ApprovalRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees who opens the workflow in the Temporal Web UI: what waits, until when, and a
 * payload that approves it when pasted as it stands. Lists and no tables, because the UI drops
 * columns. All text from outside stands in code spans, so that it cannot pose as ours.
 */
final class CurrentDetails {
  /** Ten items of the longest texts in any script stay below the 20 000 bytes of details. */
  private static final int SHOWN = 10;

  private static final int LONGEST_IN_ITEM = 150;
  private static final int LONGEST = 300;

  private CurrentDetails() {}

  static String render(
      InvestigationReport report, List<ApprovalRequest> pending, @Nullable String notice) {
    var page = new StringBuilder();
    page.append("### ")
        .append(report.state())
        .append('\n')
        .append(code(report.because(), LONGEST))
        .append('\n');
    if (!pending.isEmpty()) {
      page.append("\n#### Waiting for a decision\n");
      pending.stream().limit(SHOWN).forEach(p -> page.append(item(p)));
      if (pending.size() > SHOWN) {
        page.append("- and ").append(pending.size() - SHOWN).append(" more\n");
      }
      page.append("\nTo **approve**, send the signal or update `decide` with:\n")
          .append(payload(pending, "APPROVE"))
          .append("\nTo **reject**:\n")
          .append(payload(pending, "REJECT"))
          .append("\nPut your own name as approver. No answer by the time named means no.\n");
    }
    if (notice != null) {
      page.append("\n#### Last message\n").append(code(notice, LONGEST)).append('\n');
    }
    return page.toString();
  }

  private static String item(ApprovalRequest p) {
    return """
    - **%s** until `%s`
      - target: %s
      - why: %s verdict, rule %s: %s
      - action id: `%s`
    """
        .formatted(
            p.type().title(),
            p.expiresAt(),
            code(p.target().label(), LONGEST_IN_ITEM),
            p.verdict(),
            code(p.ruleId(), LONGEST_IN_ITEM),
            code(p.because(), LONGEST_IN_ITEM),
            p.actionId());
  }

  private static String payload(List<ApprovalRequest> pending, String verdict) {
    var ids =
        pending.stream()
            .limit(SHOWN)
            .map(p -> "\"" + p.actionId() + "\"")
            .collect(Collectors.joining(","));
    return """
    ```
    {"actionIds":[%s],"verdict":"%s","approver":"temporal-ui"}
    ```
    """
        .formatted(ids, verdict);
  }

  /** A code span that what is inside cannot leave. */
  private static String code(String text, int longest) {
    // Format characters turn the order of the text around them; an empty span would open another.
    var plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}`]", " ");
    return plain.isBlank()
        ? "(no text)"
        : "`" + (plain.length() <= longest ? plain : plain.substring(0, longest - 1) + "…") + "`";
  }
}
