package dev.quaestor.starter.web;

import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.text.Counted;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a person is told of what became of their decision. */
final class Told {
  private Told() {}

  static HttpStatus status(DecisionResult.Result result) {
    return switch (result) {
      case COUNTED, MORE_NEEDED -> HttpStatus.OK;
      case UNKNOWN_ACTION -> HttpStatus.NOT_FOUND;
      case NOT_ALLOWED, FOUR_EYES, ROLE_NEEDED, SIGN_IN_AGAIN -> HttpStatus.FORBIDDEN;
      case ALREADY_APPROVED, ALREADY_DECIDED, STALE_PLAN, OTHER_PLAN, NOT_TAKEN ->
          HttpStatus.CONFLICT;
      case NO_ANSWER -> HttpStatus.GATEWAY_TIMEOUT;
    };
  }

  /** Whether it stands as this person asked: now, or because they had sent the same before. */
  static boolean stands(DecisionResult answer, Choice choice, Caller caller) {
    var row = answer.action();
    return answer.result() == DecisionResult.Result.COUNTED
        || (answer.result() == DecisionResult.Result.ALREADY_DECIDED
            && row != null
            && isOf(row, choice, caller));
  }

  private static boolean isOf(ActionRow row, Choice choice, Caller caller) {
    return caller.name().equals(row.decision().decidedBy())
        && row.decision().status()
            == switch (choice) {
              case APPROVE -> DecisionStatus.APPROVED;
              case REJECT -> DecisionStatus.REJECTED;
            };
  }

  static Notice of(DecisionResult answer, Choice choice, Caller caller, Moments moments) {
    return switch (answer.result()) {
      case COUNTED ->
          Notice.good(
              choice == Choice.APPROVE ? "Approved by you." : "Rejected by you.",
              join(
                  choice == Choice.APPROVE
                      ? "It is being carried out; what became of it is shown here."
                      : "It will not run.",
                  elsewhere(answer)));
      case STALE_PLAN ->
          Notice.warn(
              "The plan changed while you looked. Nothing was decided.",
              "What is shown now is the new plan. Read it again, then decide; your comment is kept.");
      case ALREADY_DECIDED -> decidedBefore(answer.action(), choice, caller, moments);
      case MORE_NEEDED -> Notice.good(answer.sentence() + ".", elsewhere(answer));
      case ALREADY_APPROVED -> Notice.info(answer.sentence() + ".", null);
      case FOUR_EYES -> Notice.warn(answer.sentence() + ".", "Nothing was decided.");
      case SIGN_IN_AGAIN -> Notice.warn(answer.sentence() + ".", "Your comment is kept.");
      case ROLE_NEEDED ->
          Notice.warn("You may see this but not decide it.", answer.sentence() + ".");
      case NOT_ALLOWED -> Notice.warn("You may see this but not decide it.", answer.sentence());
      case UNKNOWN_ACTION ->
          Notice.warn("There is no such action, or it is not for you to see.", null);
      case NOT_TAKEN, OTHER_PLAN -> Notice.warn("Nothing was decided.", answer.sentence());
      case NO_ANSWER -> notKnown();
    };
  }

  static Notice of(TemporalException failure) {
    return switch (failure.kind()) {
      case UNREACHABLE, CLOSING ->
          Notice.bad(
              "Not recorded: Temporal cannot be reached.",
              "Nothing was decided. Your comment is still in the form.");
      case NO_ANSWER -> notKnown();
      case NOT_BELIEVED -> notBelieved("Nothing was decided.");
      case REFUSED ->
          Notice.bad("Temporal refused the request.", "Nothing was decided. Ask an operator.");
    };
  }

  /** The same of one of several undos. */
  static Notice undoing(TemporalException failure) {
    return switch (failure.kind()) {
      case UNREACHABLE, CLOSING ->
          Notice.bad("Not asked for: Temporal cannot be reached.", "Nothing was undone.");
      case NO_ANSWER ->
          Notice.bad(
              "It is not known whether this was asked for.",
              "Look again before you ask for it; the same wish again is the same.");
      case NOT_BELIEVED -> notBelieved("Nothing was undone.");
      case REFUSED -> Notice.bad("Temporal refused the request.", "Nothing was undone.");
    };
  }

  private static Notice notBelieved(String then) {
    return Notice.bad("A worker did not believe what this server signed.", then);
  }

  private static Notice notKnown() {
    return Notice.bad(
        "It is not known whether this was recorded.",
        "No worker answered in time. Look again before you decide; the same decision again is the"
            + " same.");
  }

  private static Notice decidedBefore(
      @Nullable ActionRow row, Choice choice, Caller caller, Moments moments) {
    if (row == null) {
      return Notice.info("This was decided already.", null);
    }
    var decision = row.decision();
    var at = decision.decidedAt();
    var when = at == null ? "" : " " + moments.ago(at);
    var who = isOf(row, choice, caller) ? "You" : decision.decidedBy();
    return switch (decision.status()) {
      case APPROVED ->
          Notice.info("%s approved this%s.".formatted(who, when), "It is being carried out.");
      case REJECTED -> Notice.info("%s rejected this%s.".formatted(who, when), "It will not run.");
      case EXPIRED -> Notice.info("It expired%s. It counted as no.".formatted(when), null);
      case SUPERSEDED ->
          Notice.info(
              "It was set aside%s.".formatted(when), "The investigation plans otherwise now.");
      case NOT_NEEDED, PENDING -> Notice.info("It needs no decision.", null);
    };
  }

  private static @Nullable String elsewhere(DecisionResult answer) {
    var here = caseOf(answer);
    var counted =
        answer.elsewhere().stream()
            .filter(e -> e.result() == DecisionResult.Result.COUNTED)
            .map(Told::caseOf)
            .filter(there -> !there.equals(here))
            .distinct()
            .count();
    return counted == 0
        ? null
        : "It counted in %s too.".formatted(Counted.of(counted, "other case", "other cases"));
  }

  /** Its case, or the order that it is itself. */
  private static String caseOf(DecisionResult of) {
    var row = of.action();
    return row == null || row.investigationId() == null ? of.actionId() : row.investigationId();
  }

  private static String join(String one, @Nullable String other) {
    return other == null ? one : one + " " + other;
  }
}
