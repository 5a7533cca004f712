package dev.quaestor.connector.capability;

import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.entity.Entity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages, purges them, and moves them back; per message, so that one that fails does not
 * hide the others. Every method may be repeated: a message that an earlier call moved is found at
 * its new place and reported as moved.
 */
public interface MailRemediation extends Capability {

  /**
   * How many messages one action may be about: all that is moved is in its receipt, and a receipt
   * must stay far below what a history takes.
   */
  int LIMIT = 1000;

  /** Where a message can be moved. */
  enum Destination {
    /** Out of the user's sight; user and administrator can recover it while retention lasts. */
    RECOVERABLE,
    JUNK,
    /** Where the user still sees it, until it is emptied. */
    DELETED_ITEMS,
    INBOX,
    /**
     * Where the user does not see it, with a copy of the raw message in the vault, so that nothing
     * the user does loses it.
     */
    QUARANTINE;

    /** What a message is looked for that is to go there. */
    public Aim aim() {
      return this == INBOX ? Aim.BACK : Aim.AWAY;
    }
  }

  /** What messages are looked for: those in our own quarantine are where one aim wants them. */
  enum Aim {
    /** Out of their users' sight. */
    AWAY,
    /** Before their users. */
    BACK,
    /** In no mailbox at all. */
    PURGED
  }

  /**
   * What became of each message, in the order in which they were given.
   *
   * @param broke the first breakage that a retry may cure, because of which some message is FAILED;
   *     null when there is none
   */
  record Results(List<MovedMessage> messages, @Nullable ConnectorException broke) {
    public Results {
      messages = List.copyOf(messages);
    }
  }

  /** Whether the target is a message or a cluster whose mailboxes it can reach. */
  boolean knows(Entity target);

  /**
   * The messages of the target where they now are, each PENDING with folder and id; GONE when a
   * mailbox that answers has it no longer, NEVER_SEEN when nothing says that it ever had it, FAILED
   * when its mailbox cannot be looked into. A cluster is searched again, so that what arrived since
   * its analysis is there too; when there are more than {@link #LIMIT}, more than that come back,
   * and nothing may be done. What only our own quarantine has is ALREADY_THERE for {@link
   * Aim#AWAY}, with that as its detail, and PENDING for the others; beside copies elsewhere it is
   * looked at for {@link Aim#PURGED} alone: it may be what the attachment was kept of.
   */
  List<MovedMessage> locate(Entity target, Aim aim);

  /**
   * Moves them.
   *
   * @param messages as {@link #locate} gave them; their before-image decides what an already moved
   *     one means
   * @return the same messages, each MOVED, ALREADY_THERE, GONE or FAILED
   */
  Results move(List<MovedMessage> messages, Destination destination, Mandate mandate);

  /** Purges them for good: each MOVED (purged by us) or GONE or FAILED. */
  Results purge(List<MovedMessage> messages, Mandate mandate);

  /**
   * Moves exactly these back to where they were. One that somebody has moved on or removed since is
   * left, and says what became of it.
   *
   * @param moved with their ids and folders before and after
   * @return each MOVED (is back), ALREADY_THERE, CHANGED_SINCE or FAILED
   */
  Results restore(List<MovedMessage> moved, Mandate mandate);
}
