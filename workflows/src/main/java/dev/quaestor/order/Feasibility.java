package dev.quaestor.order;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.call.EvidenceCalls;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;

/** Whether a proposed action can be done at all; asked of the back ends before any person is. */
sealed interface Feasibility {

  /**
   * It can.
   *
   * @param action on the thing as the back end knows it
   * @param verdict what looking at the thing says of it
   * @param asksFirst whether nobody does it without a person, whoever ordered it
   * @param mind what whoever decides should know, sentences without their full stop
   */
  record Possible(RemediationAction action, Verdict verdict, boolean asksFirst, List<String> mind)
      implements Feasibility {
    String minding(String because) {
      return mind.stream().reduce(because, (sentence, said) -> sentence + ". Note: " + said);
    }
  }

  /** It cannot, because. */
  record Impossible(String because) implements Feasibility {}

  /** For use inside workflows only. */
  static Feasibility of(RemediationWorkflow.Order order, PolicySnapshot policy, Instant now) {
    // What takes an action back is bound to that action's receipt, and not to what is offered.
    return order.undoes() == null
        ? byExamination(order, now.minus(policy.policy().limits().searchBack()))
        : byReceipt(order, order.undoes());
  }

  private static Feasibility byReceipt(RemediationWorkflow.Order order, String undoes) {
    return switch (LedgerStream.actionCenter().brief(undoes)) {
      case UndoBrief.NotUndoable no -> new Impossible(no.because());
      case UndoBrief.OnlyHeld held -> new Impossible("it changed nothing that could be undone");
      case UndoBrief.Undoable yes ->
          new Possible(order.action(), Verdict.UNKNOWN, false, List.of());
    };
  }

  private static Feasibility byExamination(RemediationWorkflow.Order order, Instant since) {
    var target = new Evidence(order.action().target(), List.of(), null, List.of(), 0, null);
    var request = new ExaminationRequest(order.actionId(), List.of(target), since);
    var examined = new EvidenceCalls().at(request).getFirst();
    var type = order.action().type();
    if (!examined.offered().contains(type)) {
      return new Impossible(because(type, examined));
    }
    var said =
        examined.withheld().stream().filter(w -> w.type() == type && !w.isImpossible()).toList();
    return new Possible(
        order.action().on(examined.entity()),
        VerdictRules.conclude(examined.findings()),
        said.stream().anyMatch(Withheld::waitsForAPerson),
        said.stream().map(Withheld::because).toList());
  }

  /** The missing prerequisite, else why nobody could look, else that there is nobody. */
  private static String because(ActionType type, Examination examined) {
    return examined.withheld().stream()
        .filter(w -> w.type() == type && w.isImpossible())
        .map(Withheld::because)
        .findFirst()
        .or(
            () ->
                examined.findings().stream()
                    .filter(f -> f.effect() == Finding.Effect.BLIND)
                    .map(Finding::sentence)
                    .findFirst())
        .orElse("No configured connector can do this to the target");
  }
}
