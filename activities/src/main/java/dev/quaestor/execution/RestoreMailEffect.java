package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
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
    // Gone is good for a removal; here it is what could not be given back.
    var judged =
        results.messages().stream()
            .map(
                m ->
                    m.result() == MessageResult.GONE
                        ? m.with(MessageResult.FAILED, null, null, m.detail())
                        : m)
            .toList();
    return MailEffect.Tally.of(judged).outcome(new Receipt.None(), "", "moved back");
  }
}
