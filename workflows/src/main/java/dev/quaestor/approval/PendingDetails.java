package dev.quaestor.approval;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What waits, until when, and a payload that approves it when pasted as it stands, bound to the
 * plan as it is shown: the part of a workflow's current details that a person in the Temporal Web
 * UI decides by. Lists and no tables, because the UI drops columns. All text from outside stands in
 * code spans, so that it cannot pose as ours.
 */
public final class PendingDetails {
  /** So many items of the longest texts in any script stay below the 20 000 bytes of details. */
  public static final int SHOWN = 5;

  private static final int LONGEST_IN_ITEM = 120;
  private static final int LONGEST_ON = 60;
  private static final int REASONS = 2;
  private static final String ANYBODY =
      ". From this page anyone can, because the policy accepts decisions without a signature";

  private static final String SIGNAL = "signal";
  private static final String SIGNAL_OR_UPDATE = "signal or update";

  private PendingDetails() {}

  /**
   * Adds what waits; nothing when nothing does.
   *
   * @param pasted what a decision that is pasted here counts for
   * @param all the command that lists all of it
   */
  public static void append(
      StringBuilder page, List<PendingAction> pending, Pasted pasted, String all) {
    append(page, pending, pending.size(), pasted, all);
  }

  /**
   * The same of many, of which the first are enough.
   *
   * @param pending the first {@value #SHOWN}, or more
   * @param count how many there are
   */
  public static void append(
      StringBuilder page, List<PendingAction> pending, int count, Pasted pasted, String all) {
    if (pending.isEmpty()) {
      return;
    }
    page.append("\n#### Waiting for a decision\n");
    pending.stream().limit(SHOWN).forEach(p -> page.append(item(p, pasted)));
    if (count > SHOWN) {
      page.append("\nand ")
          .append(count - SHOWN)
          .append(" more; for all of them: `")
          .append(all)
          .append("`\n");
    }
    switch (pasted) {
      case AS_ANYBODYS -> {
        appendPayloads(
            page, pending.stream().limit(SHOWN).toList(), SIGNAL_OR_UPDATE, "temporal-ui");
        page.append("\nReplace the approver with your own name.\n");
      }
      case AS_ITS_SENDERS -> {
        appendPayloads(page, pending.stream().limit(SHOWN).toList(), SIGNAL, null);
        page.append(
            "\nIt counts as the decision of whoever Temporal says has sent it, if the policy lets"
                + " them decide.\n");
      }
      case NOTHING ->
          page.append(
                  "\nDecide through the API or the command line, for example with `./quaestor approve ")
              .append(pending.getFirst().actionId())
              .append("`; under this policy, decisions that are sent from here do not count.\n");
    }
  }

  private static void appendPayloads(
      StringBuilder page, List<PendingAction> shown, String by, @Nullable String approver) {
    if (shown.size() > 1) {
      for (var p : shown) {
        page.append("\nTo **approve** ")
            .append(p.type().title())
            .append(' ')
            .append(label(p.target(), p.device()))
            .append(" alone, send the ")
            .append(by)
            .append(" `decide` with:\n")
            .append(payload(List.of(p), "APPROVE", approver));
      }
    }
    var all = shown.size() > 1 ? " all that is shown" : "";
    page.append("\nTo **approve**%s, send the %s `decide` with:\n".formatted(all, by))
        .append(payload(shown, "APPROVE", approver))
        .append("\nTo **reject**%s:\n".formatted(all))
        .append(payload(shown, "REJECT", approver));
  }

  /** One list a thing: the UI runs a list within a list together into one line. */
  private static String item(PendingAction p, Pasted pasted) {
    var item =
        new StringBuilder()
            .append("\n**%s** %s\n\n".formatted(p.type().title(), label(p.target(), p.device())))
            .append("- verdict: %s".formatted(p.verdict()));
    p.reasons().stream()
        .limit(REASONS)
        .forEach(
            r ->
                item.append(", ")
                    .append(name(r.on(), LONGEST_ON))
                    .append(": ")
                    .append(code(r.sentence(), LONGEST_IN_ITEM)));
    return item.append(
            """

            - asked because: %s%s
            - touches: %s%s
            - %s
            - %s
            - %s
            - action id: `%s`
            """
                .formatted(
                    code(p.because(), LONGEST_IN_ITEM),
                    p.ruleId().equals(PendingAction.PROPOSAL)
                        ? ""
                        : ", rule " + code(p.ruleId(), LONGEST_IN_ITEM),
                    code(p.impact().sentence(), LONGEST_IN_ITEM),
                    p.connector() == null
                        ? ""
                        : "\n- done by: " + code(p.connector(), LONGEST_IN_ITEM),
                    p.undo().possible()
                        ? "can be undone: " + p.undo().sentence()
                        : "**cannot be undone**: " + p.undo().sentence(),
                    p.whoMayDecide()
                        + (pasted == Pasted.AS_ANYBODYS && !p.approvals().wantsToKnowWho()
                            ? ANYBODY
                            : ""),
                    p.ifNobodyAnswers(),
                    p.actionId()))
        .toString();
  }

  /** What it is done to, and where. */
  public static String label(Entity target, PendingAction.@Nullable Place place) {
    if (place == null) {
      return name(target.label(), LONGEST_IN_ITEM);
    }
    var where = name(place.label(), LONGEST_IN_ITEM);
    return target instanceof Device
        ? where
        : name(target.label(), LONGEST_IN_ITEM) + " on " + where;
  }

  /**
   * As the UI's own form prints it: of any other layout the form makes this one on the first click,
   * and moves under the pointer, so that the click is lost.
   */
  private static String payload(
      List<PendingAction> pending, String verdict, @Nullable String approver) {
    var ids =
        pending.stream()
            .map(p -> "    \"" + p.actionId() + "\"")
            .collect(Collectors.joining(",\n"));
    var planHash = PlanHash.ofAll(pending.stream().map(PendingAction::planHash).toList());
    return """
    ```
    {
      "verdict": "%s",%s
      "actionIds": [
    %s
      ],
      "planHash": "%s"
    }
    ```
    """
        .formatted(
            verdict,
            approver == null ? "" : "\n  \"approver\": \"" + approver + "\",",
            ids,
            planHash);
  }

  /** A code span that what is inside cannot leave. */
  public static String code(String text, int longest) {
    return span(Excerpt.of(plain(text), longest));
  }

  /** The same for what something is called, of which the end tells as much as the beginning. */
  private static String name(String text, int longest) {
    return span(Excerpt.middle(plain(text), longest));
  }

  /**
   * Format characters turn the order of the text around them. What is taken out leaves a mark, or
   * the name would be one that nobody has.
   */
  private static String plain(String text) {
    return Unseen.replaced(text.replaceAll("\\s", " "), "\ufffd").replace('`', '\'');
  }

  /** An empty span would open another. */
  private static String span(String plain) {
    return plain.isBlank() ? "(no text)" : "`" + plain + "`";
  }
}
