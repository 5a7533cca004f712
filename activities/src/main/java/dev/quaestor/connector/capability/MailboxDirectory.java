package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;

/**
 * Knows, by its settings alone, whose mailboxes are its own. The connector that offers it acts on
 * those alone, and nobody else acts on them; one without it acts on whatever no directory claims.
 */
public interface MailboxDirectory extends Capability {

  /**
   * Whether mail to this address lies here. Nothing is asked: that it claims an address does not
   * mean that there is such a mailbox.
   */
  boolean claims(String address);
}
