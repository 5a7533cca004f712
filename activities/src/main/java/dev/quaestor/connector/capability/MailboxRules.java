package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import java.util.Map;

/** Reads the rules that mailboxes apply to arriving mail. */
public interface MailboxRules extends Capability {

  /** Where a rule leaves the mail that it is for. */
  enum Fate {
    /** Where mail arrives. */
    STAYS,
    /** In a folder like any other. */
    FILED,
    /** In a folder that people do not look into. */
    HIDDEN,
    /** Among what is deleted, or among junk. */
    DELETED,
    /** Nowhere: its owner cannot bring it back. */
    DESTROYED,
    /** In a folder that could not be found. */
    UNKNOWN
  }

  /** Which mail a rule is for. */
  enum Breadth {
    /** All that arrives: it has no condition, or one that all mail meets. */
    EVERYTHING,
    /** Of certain senders only. */
    SENDERS,
    SOME
  }

  /**
   * A rule as the back end has it.
   *
   * @param rule with every address that it forwards or redirects to; a recipient that has none by
   *     its name
   * @param words that subject or body must hold one of; empty when it asks for none
   */
  record KnownRule(
      MailboxRule rule, Fate fate, boolean marksRead, Breadth breadth, List<String> words) {
    public KnownRule {
      words = List.copyOf(words);
    }

    /** One that does nothing to mail but send it on. */
    public static KnownRule sending(MailboxRule rule) {
      return new KnownRule(rule, Fate.STAYS, false, Breadth.EVERYTHING, List.of());
    }
  }

  /**
   * All rules of each mailbox.
   *
   * @return by the key of the mailbox; one that is missing is not known there, one with an empty
   *     list has no rules, and one that is not served is never that
   */
  Map<EntityKey, List<KnownRule>> rules(List<Mailbox> mailboxes);
}
