package dev.quaestor.ledger;

import dev.quaestor.action.Holder;
import dev.quaestor.action.RemediationAction;
import java.util.List;

/**
 * That a state which others held is over.
 *
 * @param action what ended it, or brought it about anew
 * @param since from {@link Claimed#since}
 */
public record StateEnd(RemediationAction action, List<Holder> since) {
  public StateEnd {
    since = List.copyOf(since);
  }
}
