package dev.quaestor.ledger;

import dev.quaestor.approval.Decision;
import dev.quaestor.policy.ApprovalTerms;
import java.util.ArrayList;
import java.util.List;

/** What is told of an action that is decided, or still waits for more than there is. Pure. */
public final class WhileWaiting {
  private WhileWaiting() {}

  /** What happened between these two; nothing where they are the same. */
  public static List<LedgerEvent> between(
      String actionId, ApprovalTerms terms, Decision before, Decision after) {
    if (before.equals(after)) {
      return List.of();
    }
    return before instanceof Decision.Pending was && after instanceof Decision.Pending is
        ? between(actionId, terms, was, is)
        : List.of(new LedgerEvent.ActionDecided(actionId, after));
  }

  private static List<LedgerEvent> between(
      String actionId, ApprovalTerms terms, Decision.Pending was, Decision.Pending is) {
    var events = new ArrayList<LedgerEvent>();
    for (int i = 0; i < is.given().size(); i++) {
      var approval = is.given().get(i);
      if (!was.given().contains(approval)) {
        events.add(new LedgerEvent.ApprovalGiven(actionId, approval, i + 1, terms.need()));
      }
    }
    for (int i = was.told(); i < is.told(); i++) {
      events.add(told(actionId, terms, i));
    }
    return events;
  }

  private static LedgerEvent told(String actionId, ApprovalTerms terms, int index) {
    var notice = terms.notices().get(index);
    var nth =
        (int)
            terms.notices().subList(0, index + 1).stream()
                .filter(n -> n.to().isEmpty() == notice.to().isEmpty())
                .count();
    return notice.to().isEmpty()
        ? new LedgerEvent.Reminded(actionId, nth)
        : new LedgerEvent.Escalated(actionId, nth, notice.to());
  }
}
