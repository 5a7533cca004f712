package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.AttachmentQuarantine;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.MailMessage;

/**
 * Takes an attachment out of a message.
 *
 * @param patience which breakage is worth a retry; without it what was done so far is the outcome
 */
record AttachmentEffect(
    AttachmentQuarantine port, MailMessage message, String sha256, Patience patience)
    implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    var messages = port.locate(message, sha256);
    if (messages.stream().noneMatch(m -> m.result() == MessageResult.PENDING)) {
      return new Preparation.Refused(
          MailEffect.beyondReach(messages)
              .orElseGet(
                  () ->
                      new Outcome.AlreadyInState(
                          messages.stream().allMatch(m -> m.result() == MessageResult.GONE)
                              ? "the message is no longer in its mailbox"
                              : "the message does not carry the attachment")));
    }
    return new Preparation.Ready(new Receipt.Messages(messages));
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    if (!(receipt instanceof Receipt.Messages before)) {
      throw new ConnectorException(Kind.REJECTED, "the receipt names no messages");
    }
    var results = port.takeOut(before.messages(), sha256, mandate);
    if (results.broke() != null && patience.covers(results.broke())) {
      throw results.broke();
    }
    return MailEffect.Tally.of(results.messages())
        .outcome(new Receipt.Messages(results.messages()), "", "without its attachment");
  }
}
