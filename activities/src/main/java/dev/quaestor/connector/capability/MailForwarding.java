package dev.quaestor.connector.capability;

import dev.quaestor.action.Receipt;
import dev.quaestor.connector.Capability;
import dev.quaestor.entity.MailboxRule;
import java.util.Optional;

/**
 * Stops mailbox rules from sending mail outside, and puts them back. Which recipients are outside
 * the connector was told when it was made; one of whom nobody can tell is taken for one of them.
 */
public interface MailForwarding extends Capability {

  /** Whether it can reach the mailbox that the rule is in. */
  boolean knows(MailboxRule rule);

  /**
   * The rule as it stands: whether it forwards outside, and the whole of it in the back end's own
   * form; empty when it is gone.
   */
  Optional<Receipt.Rule> image(MailboxRule rule);

  /** Whether the rule as it stands sends mail on at all, be it to recipients inside only. */
  boolean forwards(MailboxRule rule);

  /**
   * Stops the forwarding in the way that loses least: only the recipients outside are taken away,
   * whatever else the rule does goes on; a rule that is gone, or sends nothing outside, is {@link
   * Progress.Already}, which a repeat may be too. Whether it took effect the {@link #image} tells,
   * which is needed afterwards anyway.
   */
  Progress turnOff(MailboxRule rule, Mandate mandate);

  /**
   * What became of the rule since it was left so, be it that it is gone; empty when nothing, or
   * when it is restored.
   */
  Optional<String> changedSince(MailboxRule rule, Receipt.Rule left);

  /**
   * Puts the rule back as it was, made again where it is gone; {@link Progress.Already} when it is
   * so.
   *
   * @param before the image to put back
   */
  Progress restore(MailboxRule rule, String before, Mandate mandate);
}
