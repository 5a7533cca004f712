package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.MailboxRule;

/**
 * Puts a rule back.
 *
 * @param before its image
 */
record RestoreForwardingEffect(MailForwarding port, MailboxRule rule, String before)
    implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    return new Preparation.Ready(new Receipt.None());
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    var progress = port.restore(rule, before, mandate);
    if (progress instanceof Progress.Failed failed) {
      return new Outcome.Failed(failed.code(), failed.sentence());
    }
    return progress instanceof Progress.Already
        ? new Outcome.AlreadyInState(progress.sentence())
        : new Outcome.Succeeded(new Receipt.None(), progress.sentence());
  }
}
