package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads whole messages in mailboxes, by what names them. */
public interface MailReading extends Capability {

  /** A body that was fetched and is kept in the vault. */
  @FunctionalInterface
  interface Body {
    byte[] bytes();
  }

  /**
   * The different bodies that were found under one message's names: one, unless somebody used a
   * Message-ID twice.
   *
   * @param bodies as they came; empty when each is larger than {@link
   *     dev.quaestor.mail.MailReader#LARGEST}
   * @param whole false when there were more, or larger ones
   * @param believed whether the results of authentication on top, and what the filter wrote, are
   *     the organisation's own provider's word although they name nobody
   */
  record Copies(List<Body> bodies, boolean whole, boolean believed) {
    public Copies {
      bodies = List.copyOf(bodies);
    }
  }

  /**
   * Fetches the messages, each from its recipient's mailbox, or where that is not known from one
   * that has it.
   *
   * @param since how far back the records of delivery are asked which mailbox that is
   * @return by the key of the message as it was asked for; one that is missing is in no mailbox
   *     that answered, any more or at all
   */
  Map<EntityKey, Copies> fetch(List<MailMessage> messages, Instant since);
}
