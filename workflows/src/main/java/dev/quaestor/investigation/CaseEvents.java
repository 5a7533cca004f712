package dev.quaestor.investigation;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Area;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.board.ActionBoard;
import dev.quaestor.board.CaseAction;
import dev.quaestor.board.EvidenceBoard;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.WhileWaiting;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What the ledger is told of the difference between two states. */
final class CaseEvents {
  private CaseEvents() {}

  static LedgerEvent.AlertAdded alerted(Alert alert, CaseAlert stands, Author by) {
    return new LedgerEvent.AlertAdded(
        alert.alertId(),
        alert.source(),
        alert.title(),
        alert.severity(),
        alert.techniques(),
        alert.createdAt(),
        stands.identity(),
        alert.version().content(),
        stands.version(),
        by.known() ? by.name() : null,
        alert.description() == null
            ? null
            : Excerpt.head(alert.description(), LedgerEvent.AlertAdded.DESCRIPTION));
  }

  /** Actions that are new, then those that stand otherwise. */
  static List<LedgerEvent> plannedSince(
      ActionBoard before, ActionBoard after, List<Person> authors) {
    var events = new ArrayList<LedgerEvent>();
    after.changedSince(before).stream()
        .filter(a -> before.find(a.actionId()).isEmpty())
        .forEach(a -> events.add(planned(a, authors)));
    events.addAll(decisionsSince(before, after));
    return events;
  }

  private static LedgerEvent planned(CaseAction a, List<Person> authors) {
    var plan = a.plan();
    return new LedgerEvent.ActionPlanned(
            a.actionId(),
            plan.action(),
            plan.action().type().area() == Area.EMAIL
                ? ActionSource.AUTOMATED_EMAIL_ACTION
                : ActionSource.AUTOMATED_DEVICE_ACTION,
            plan.gate(),
            plan.ruleId(),
            plan.because(),
            plan.verdict(),
            a.planHash(),
            a.decision(),
            null,
            null,
            a.outcome() instanceof Outcome.Unsupported u ? u.sentence() : null,
            null,
            null,
            plan.evidence())
        .on(plan.asked(), authors)
        .through(plan.connector());
  }

  static List<LedgerEvent> decisionsSince(ActionBoard before, ActionBoard after) {
    var events = new ArrayList<LedgerEvent>();
    for (var a : after.changedSince(before)) {
      before
          .find(a.actionId())
          .ifPresent(
              b ->
                  events.addAll(
                      WhileWaiting.between(
                          a.actionId(), a.plan().asked(), b.decision(), a.decision())));
    }
    return events;
  }

  static List<LedgerEvent> assessed(List<Assessment> changed) {
    return changed.stream().<LedgerEvent>map(LedgerEvent.EvidenceAssessed::new).toList();
  }

  /**
   * What became of the evidence through the actions, in its order; nothing of what stands as
   * before.
   */
  static List<LedgerEvent> remediationSince(
      ActionBoard before, ActionBoard after, EvidenceBoard evidence) {
    var concerned = new LinkedHashSet<EntityKey>();
    after.changedSince(before).forEach(a -> concerned.addAll(a.plan().evidence()));
    var events = new ArrayList<LedgerEvent>();
    for (var key : evidence.ordered(concerned)) {
      var status = after.remediationStatus(key);
      if (status != before.remediationStatus(key)) {
        events.add(new LedgerEvent.RemediationStatusChanged(key.value(), status));
      }
    }
    return events;
  }
}
