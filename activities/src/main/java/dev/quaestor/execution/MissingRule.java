package dev.quaestor.execution;

import static dev.quaestor.action.ActionType.TURN_OFF_EXTERNAL_FORWARDING;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Withheld;
import java.util.Optional;

/**
 * A forwarding that an alert names and that is among the mailbox's inbox rules no more, or never
 * was: what forwards by another way cannot be turned off through Graph.
 */
final class MissingRule {
  private static final Withheld WITHHELD =
      new Withheld(
          TURN_OFF_EXTERNAL_FORWARDING,
          "The mailbox has no such inbox rule. Forwarding set on the mailbox itself, "
              + "delegates and transport rules are not available through Microsoft Graph; turn "
              + "them off in Exchange");

  private MissingRule() {}

  /** Empty where the rule is listed, or nobody could list the mailbox's rules. */
  static Optional<Withheld> of(Entity entity, BatchFacts gathered) {
    return entity instanceof MailboxRule rule
        ? EntityEnrichment.known(
                gathered.context().rules().about(new Mailbox(rule.mailbox(), null).key()))
            .filter(rules -> rules.stream().noneMatch(r -> r.key().equals(rule.key())))
            .map(rules -> WITHHELD)
        : Optional.empty();
  }
}
