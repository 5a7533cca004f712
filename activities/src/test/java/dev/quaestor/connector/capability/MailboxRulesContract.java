package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link MailboxRules} must keep. */
public abstract class MailboxRulesContract extends PortContract<MailboxRules> {
  protected MailboxRulesContract() {
    super(MailboxRules.class);
  }

  /** A mailbox with rules that are switched on and send mail on. */
  protected abstract Mailbox forwarding();

  /** To whom, by the back end's own word. */
  protected abstract Set<String> recipients();

  /** A mailbox without any rule. */
  protected abstract Mailbox plain();

  /** A mailbox that the back end does not serve. */
  protected abstract Mailbox outOfReach();

  @Test
  void rulesTellToWhomTheySendMailOnAndNoRulesAreAnEmptyList() {
    var rules = port().rules(List.of(forwarding(), plain()));

    assertThat(rules).containsOnlyKeys(forwarding().key(), plain().key());
    assertThat(rules.get(plain().key())).isEmpty();
    assertThat(rules.get(forwarding().key()))
        .extracting(KnownRule::rule)
        .allSatisfy(rule -> assertThat(rule.mailbox()).isEqualTo(forwarding().address()))
        .filteredOn(MailboxRule::enabled)
        .flatExtracting(MailboxRule::forwardsTo)
        .containsExactlyInAnyOrderElementsOf(recipients());
    assertThat(port().rules(List.of())).isEmpty();
  }

  @Test
  void aMailboxThatIsNotServedIsNoneWithoutRules() {
    var mailbox = outOfReach();

    try {
      assertThat(port().rules(List.of(mailbox))).doesNotContainKey(mailbox.key());
    } catch (ConnectorException refused) {
      assertThat(refused.isPassing()).isFalse();
    }
  }

  @Test
  void awayIsAwayAndNotAnEmptyList() {
    isAwayFor(() -> port().rules(List.of(plain())), () -> port().rules(List.of(forwarding())));
  }
}
