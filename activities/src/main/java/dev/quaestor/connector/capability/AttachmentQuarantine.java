package dev.quaestor.connector.capability;

import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.Capability;
import dev.quaestor.entity.MailMessage;
import java.util.List;

/**
 * Takes one attachment out of a message: the whole original is kept out of the user's sight and in
 * the vault, and what stays for the user is the message without that attachment. Undone by {@link
 * MailRemediation#restore}.
 */
public interface AttachmentQuarantine extends Capability {

  /** Whether it can reach the mailbox that the message is in. */
  boolean knows(MailMessage message);

  /**
   * The copies of the message in its mailbox that carry the attachment, each PENDING with folder
   * and id; one that does not carry it, or from which it was taken already, is ALREADY_THERE, and
   * one that is in quarantine as a whole is FAILED; GONE when there is none at all.
   *
   * @param sha256 of the attachment's content
   */
  List<MovedMessage> locate(MailMessage message, String sha256);

  /**
   * Takes the attachment out of each. May be repeated: what an earlier call did is found and
   * reported as done.
   *
   * @param messages as {@link #locate} gave them
   * @return each MOVED, with where the original is kept and what stands in its place;
   *     ALREADY_THERE, GONE or FAILED
   */
  MailRemediation.Results takeOut(List<MovedMessage> messages, String sha256, Mandate mandate);
}
