package dev.quaestor.starter.notice;

import dev.quaestor.starter.webhook.WebhookReply;

/** Brings a notice to one receiver, once. */
interface Carrier {
  /**
   * @throws InterruptedException when this process is to end; the notice may have been taken
   */
  WebhookReply send(Notice notice) throws InterruptedException;
}
