package dev.quaestor.starter.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of sending one message once. */
public sealed interface WebhookReply {

  /** For people; holds nothing that the receiver wrote and nothing secret. */
  String sentence();

  /** It was taken: any 2xx. */
  record Taken(String sentence) implements WebhookReply {}

  /**
   * It was not, and may be later.
   *
   * @param retryAfter how long the receiver asks to be left alone; null when it does not say
   */
  record NotTaken(String sentence, @Nullable Duration retryAfter) implements WebhookReply {}

  /** The receiver says that it is gone for good: 410. */
  record Gone(String sentence) implements WebhookReply {}
}
