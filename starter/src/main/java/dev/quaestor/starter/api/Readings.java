package dev.quaestor.starter.api;

import dev.quaestor.starter.policy.PolicyProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** What intake refuses, as problem documents that name the field or the line. */
final class Readings {
  private Readings() {}

  /**
   * @param what the thing that could not be read, as {@code alert}
   */
  static Problem refusal(String what, List<dev.quaestor.starter.intake.Problem> problems) {
    var items =
        problems.stream()
            .map(
                p ->
                    new Problem.Item(
                        p.path().isEmpty() ? null : Texts.shown(p.path()),
                        p.line(),
                        p.column(),
                        Texts.storable(p.message())))
            .toList();
    return document(
        Problem.of(
            HttpStatus.BAD_REQUEST,
            "bad-" + what,
            "The " + what + " cannot be read",
            Texts.storable(problems.getFirst().toString()) + "; nothing was started."),
        items);
  }

  static Problem policyRefusal(List<PolicyProblem> problems) {
    var items =
        problems.stream()
            .map(
                p ->
                    new Problem.Item(
                        p.path().isEmpty() ? null : Texts.shown(p.path()),
                        p.line(),
                        p.column(),
                        Texts.storable(p.message())))
            .toList();
    return document(
        Problem.of(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "bad-policy",
            "The policy is not valid",
            Texts.storable(problems.getFirst().toString()) + "; the policy in force is unchanged."),
        items);
  }

  private static Problem document(Problem problem, List<Problem.Item> items) {
    var first = items.getFirst();
    return problem.at(first.field(), first.line(), first.column()).with(items);
  }
}
