package dev.quaestor.execution;

import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.remediation.Outcome;
import dev.quaestor.remediation.Preparation;
import dev.quaestor.remediation.Receipt;

/** Ends sessions. There is no state to read back: the back end's acceptance is all there is. */
record RevokeEffect(AccountControl port, UserAccount account) implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    return new Preparation.Ready(new Receipt.None());
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    var progress = port.revokeSessions(account, mandate);
    return progress instanceof Progress.Failed failed
        ? new Outcome.Failed(failed.code(), failed.sentence())
        : new Outcome.Succeeded(new Receipt.None(), progress.sentence());
  }
}
