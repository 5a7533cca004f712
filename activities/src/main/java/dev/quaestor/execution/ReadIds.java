package dev.quaestor.execution;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailMessage;
import java.util.Map;

/**
 * The Message-IDs of mail that was named by Exchange's id alone, as its mailbox has shown them.
 * Such mail keeps the key that it was named by, so its Message-ID travels beside it: what is looked
 * up by a Message-ID is found for it as for mail that was handed in.
 */
record ReadIds(Map<EntityKey, String> messageIds) {
  ReadIds {
    messageIds = Map.copyOf(messageIds);
  }

  /** The message by all that it is known by; its key may be another one then. */
  MailMessage inFull(MailMessage named) {
    var messageId = messageIds.get(named.key());
    return messageId == null ? named : named.withInternetMessageId(messageId);
  }
}
