package dev.quaestor.entity;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule that a mailbox applies to arriving mail.
 *
 * @param forwardsTo every address it forwards or redirects to
 */
public record MailboxRule(
    String mailbox, String ruleId, @Nullable String name, boolean enabled, List<String> forwardsTo)
    implements Entity {
  public MailboxRule {
    Objects.requireNonNull(mailbox, "mailbox is null");
    Objects.requireNonNull(ruleId, "ruleId is null");
    forwardsTo = forwardsTo == null ? List.of() : List.copyOf(forwardsTo);
  }

  @Override
  public EntityKey key() {
    // Rule ids are case sensitive, so the key keeps their case.
    return EntityKey.of("rule", MailAddress.canonical(mailbox), ruleId);
  }

  @Override
  public String label() {
    return "rule \"%s\" of %s".formatted(name == null ? ruleId : name, mailbox);
  }
}
