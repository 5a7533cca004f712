package dev.quaestor.approval;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What waits, until when, and a payload that approves it when pasted as it stands, bound to the
 * plan as it is shown: the part of a workflow's current details that a person in the Temporal Web
 * UI decides by. Lists and no tables, because the UI drops columns. All text from outside stands in
 * code spans, so that it cannot pose as ours.
 */
public final class PendingDetails {
  /** Ten items of the longest texts in any script stay below the 20 000 bytes of details. */
  private static final int SHOWN = 10;

  private static final int LONGEST_IN_ITEM = 150;

  private PendingDetails() {}

  /**
   * Adds what waits; nothing when nothing does.
   *
   * @param unsigned whether a decision that is pasted here counts
   */
  public static void append(StringBuilder page, List<ApprovalRequest> pending, boolean unsigned) {
    if (pending.isEmpty()) {
      return;
    }
    page.append("\n#### Waiting for a decision\n");
    pending.stream().limit(SHOWN).forEach(p -> page.append(item(p)));
    if (pending.size() > SHOWN) {
      page.append("\nand ").append(pending.size() - SHOWN).append(" more\n");
    }
    if (unsigned) {
      page.append("\nTo **approve**, send the signal or update `decide` with:\n")
          .append(payload(pending, "APPROVE"))
          .append("\nTo **reject**:\n")
          .append(payload(pending, "REJECT"))
          .append("\nReplace the approver with your own name.");
    } else {
      page.append(
              "\nDecide through the API or the command line, for example with `./quaestor approve ")
          .append(pending.getFirst().actionId())
          .append("`; under this policy, decisions that are sent from here do not count.");
    }
    page.append(" An action that is not decided by its deadline is rejected.\n");
  }

  /** One list a thing: the UI runs a list within a list together into one line. */
  private static String item(ApprovalRequest p) {
    return """

    **%s** %s

    - until `%s`
    - why: %s verdict, rule %s: %s
    - action id: `%s`
    """
        .formatted(
            p.type().title(),
            code(p.target().label(), LONGEST_IN_ITEM),
            p.expiresAt(),
            p.verdict(),
            code(p.ruleId(), LONGEST_IN_ITEM),
            code(p.because(), LONGEST_IN_ITEM),
            p.actionId());
  }

  /** In short lines: the UI cuts long ones off, and what is pasted should be seen whole. */
  private static String payload(List<ApprovalRequest> pending, String verdict) {
    var ids =
        pending.stream()
            .limit(SHOWN)
            .map(p -> "\"" + p.actionId() + "\"")
            .collect(Collectors.joining(",\n"));
    var planHash =
        PlanHash.ofAll(pending.stream().limit(SHOWN).map(ApprovalRequest::planHash).toList());
    return """
    ```
    {"verdict":"%s","approver":"temporal-ui","actionIds":[
    %s],
    "planHash":"%s"}
    ```
    """
        .formatted(verdict, ids, planHash);
  }

  /** A code span that what is inside cannot leave. */
  public static String code(String text, int longest) {
    // Format characters turn the order of the text around them; an empty span would open another.
    var plain = Unseen.replaced(text, " ").replace('`', ' ');
    return plain.isBlank() ? "(no text)" : "`" + Excerpt.of(plain, longest) + "`";
  }
}
