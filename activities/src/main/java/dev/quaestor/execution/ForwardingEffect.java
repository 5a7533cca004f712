package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.MailboxRule;

/** Stops a rule from forwarding, keeping the rule as it stood. */
record ForwardingEffect(MailForwarding port, MailboxRule rule) implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    var image = port.image(rule);
    if (image.isEmpty()) {
      return new Preparation.Refused(
          new Outcome.AlreadyInState("the mailbox has no such rule, so it forwards nothing"));
    }
    return image.get().enabled()
        ? new Preparation.Ready(image.get())
        : new Preparation.Refused(
            new Outcome.AlreadyInState(
                port.forwards(rule)
                    ? "the rule forwards inside the organisation only"
                    : "the rule does not forward anything"));
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    var progress = port.turnOff(rule, mandate);
    if (progress instanceof Progress.Failed failed) {
      return new Outcome.Failed(failed.code(), failed.sentence());
    }
    // It did forward when that was recorded: then an earlier call of this action ended it.
    if (progress instanceof Progress.Already && !receipt.changed()) {
      return new Outcome.AlreadyInState(progress.sentence());
    }
    var now = ConnectorException.sinceActing(() -> port.image(rule));
    return now.filter(Receipt.Rule::enabled).isPresent()
        ? new Outcome.Unknown(receipt, "the change was accepted, but the rule still forwards")
        : new Outcome.Succeeded(
            receipt instanceof Receipt.Rule before
                ? before.leaving(now.map(Receipt.Rule::before).orElse(null))
                : receipt,
            progress.sentence());
  }
}
