package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Results;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import dev.quaestor.remediation.Outcome;
import dev.quaestor.remediation.Preparation;
import dev.quaestor.remediation.Receipt;
import dev.quaestor.remediation.Receipt.MessageResult;
import dev.quaestor.remediation.Receipt.MovedMessage;
import java.util.List;

/**
 * Moves or purges the messages of a target.
 *
 * @param patience whether breakage that a retry may cure is worth a retry; without patience what
 *     was done so far is the outcome
 */
record MailEffect(MailRemediation port, Entity target, Step step, boolean patience, String done)
    implements ImmediateEffect {

  /** What is done to them. */
  @FunctionalInterface
  interface Step {
    Results apply(List<MovedMessage> messages, Mandate mandate);
  }

  @Override
  public Preparation prepare() {
    var messages = port.locate(target);
    if (messages.size() > MailRemediation.LIMIT) {
      return new Preparation.Refused(
          new Outcome.Failed(
              "TOO_MANY_MESSAGES",
              "there are more than "
                  + MailRemediation.LIMIT
                  + " messages; one action takes fewer"));
    }
    if (messages.stream().allMatch(m -> m.result() == MessageResult.GONE)) {
      return new Preparation.Refused(
          new Outcome.AlreadyInState("none of the messages is in its mailbox any longer"));
    }
    return new Preparation.Ready(new Receipt.Messages(messages));
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    if (!(receipt instanceof Receipt.Messages before)) {
      throw new ConnectorException(Kind.REJECTED, "the receipt names no messages");
    }
    var results = step.apply(before.messages(), mandate);
    if (results.broke() != null && patience) {
      throw results.broke();
    }
    return Tally.of(results.messages()).outcome(new Receipt.Messages(results.messages()), done);
  }

  /** How many came out how. */
  record Tally(int moved, int settled, int failed, String firstTrouble) {
    static Tally of(List<MovedMessage> messages) {
      int moved = 0;
      int settled = 0;
      int failed = 0;
      var trouble = "";
      for (var message : messages) {
        switch (message.result()) {
          case MOVED -> moved++;
          case ALREADY_THERE, GONE -> settled++;
          case FAILED, PENDING -> {
            failed++;
            trouble = trouble.isEmpty() ? String.valueOf(message.detail()) : trouble;
          }
        }
      }
      return new Tally(moved, settled, failed, trouble);
    }

    Outcome outcome(Receipt receipt, String done) {
      var counts =
          moved
              + " "
              + done
              + ", "
              + settled
              + " needed nothing"
              + (failed > 0 ? ", " + failed + " failed: " + firstTrouble : "");
      if (failed == 0) {
        return moved == 0
            ? new Outcome.AlreadyInState(counts)
            : new Outcome.Succeeded(receipt, counts);
      }
      return moved + settled == 0
          ? new Outcome.Failed("MESSAGES_NOT_MOVED", counts)
          : new Outcome.PartiallySucceeded(receipt, counts);
    }
  }
}
