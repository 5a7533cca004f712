package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Set;

/** A mailbox rule, by where it sends mail. */
final class MailboxRuleAnalyzer implements Analyzer {
  /**
   * Suspicious by itself: forwarding out is what intruders leave behind, and in an investigated
   * mailbox it is worth a person's look. People do it, too, so it is never Malicious.
   */
  private static final int FORWARDS_OUTSIDE = 50;

  private final Forwarding forwarding;

  MailboxRuleAnalyzer(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAILBOX_RULE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof MailboxRule rule)) {
      return List.of();
    }
    var outside = forwarding.outside(rule);
    if (!rule.enabled()) {
      return List.of(Finding.nothing(MailboxAnalyzer.SOURCE, "RULE_OFF", "The rule is disabled."));
    }
    return List.of(
        outside.isEmpty()
            ? Finding.nothing(
                MailboxAnalyzer.SOURCE,
                "RULE_STAYS_INSIDE",
                "The rule sends nothing outside the organisation.")
            : Finding.weighs(
                MailboxAnalyzer.SOURCE,
                "RULE_FORWARDS_OUTSIDE",
                FORWARDS_OUTSIDE,
                "The rule forwards mail to %s outside the organisation, such as %s."
                    .formatted(
                        Counted.of(outside.size(), "address", "addresses"), first(outside))));
  }

  private static String first(List<String> addresses) {
    return Excerpt.head(addresses.getFirst(), 100);
  }
}
