package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.Mandate;
import java.util.List;

/**
 * Moves exactly these messages back.
 *
 * @param patience which breakage is worth a retry; without it what was done so far is the outcome
 */
record RestoreMailEffect(MailRemediation port, List<MovedMessage> moved, Patience patience)
    implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    return moved.isEmpty()
        ? new Preparation.Refused(new Outcome.AlreadyInState("no message was moved"))
        : new Preparation.Ready(new Receipt.None());
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    var results = port.restore(moved, mandate);
    if (results.broke() != null && patience.covers(results.broke())) {
      throw results.broke();
    }
    var tally = MailEffect.Tally.of(results.messages());
    // One that is there may be there by an attempt of ours before: who moved it is not claimed.
    var outcome = tally.withThoseThere().outcome(new Receipt.None(), "", "back");
    if (outcome instanceof Outcome.Succeeded && tally.moved() + tally.changed() == 0) {
      return new Outcome.AlreadyInState(outcome.sentence());
    }
    // What broke may be mended by trying again; what somebody changed stays so.
    return tally.changed() > 0 && tally.failed() == 0
        ? new Outcome.ChangedSince(outcome.sentence())
        : outcome;
  }
}
