package dev.quaestor.execution;

import static dev.quaestor.action.ActionType.TURN_OFF_EXTERNAL_FORWARDING;

import dev.quaestor.analyzer.directory.Forwarding;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Withheld;
import java.util.List;
import java.util.Optional;

/**
 * A forwarding that an alert names and that is among the mailbox's inbox rules no more, or never
 * was: what forwards by another way cannot be turned off through Graph. Nor can what a rule does
 * that sends nothing outside.
 */
final class MissingRule {
  private static final Withheld WITHHELD =
      new Withheld(
          TURN_OFF_EXTERNAL_FORWARDING,
          "The mailbox has no such inbox rule. Forwarding set on the mailbox itself, "
              + "delegates and transport rules are not available through Microsoft Graph; turn "
              + "them off in Exchange");

  private static final Withheld FORWARDS_NOTHING =
      new Withheld(
          TURN_OFF_EXTERNAL_FORWARDING,
          "The rule forwards nothing outside the organisation. Whatever else it does must be "
              + "changed in the mailbox itself");

  private MissingRule() {}

  /** Empty where the rule is listed and forwards, or nobody could list the mailbox's rules. */
  static Optional<Withheld> of(Entity entity, BatchFacts gathered, Forwarding forwarding) {
    return entity instanceof MailboxRule rule
        ? EntityEnrichment.known(
                gathered.context().rules().about(new Mailbox(rule.mailbox(), null).key()))
            .flatMap(rules -> among(rules, rule, forwarding))
        : Optional.empty();
  }

  private static Optional<Withheld> among(
      List<KnownRule> rules, MailboxRule rule, Forwarding forwarding) {
    var listed = rules.stream().map(KnownRule::rule).filter(r -> r.key().equals(rule.key()));
    return listed
        .findFirst()
        .map(
            known ->
                forwarding.beyond(known).isEmpty()
                    ? Optional.of(FORWARDS_NOTHING)
                    : Optional.<Withheld>empty())
        .orElse(Optional.of(WITHHELD));
  }
}
