package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import java.util.Map;

/** Reads the rules that mailboxes apply to arriving mail. */
public interface MailboxRules extends Capability {

  /**
   * All rules of each mailbox, with every address they forward or redirect to.
   *
   * @return by the key of the mailbox; one that is missing is not known there, one with an empty
   *     list has no rules
   */
  Map<EntityKey, List<MailboxRule>> rules(List<Mailbox> mailboxes);
}
