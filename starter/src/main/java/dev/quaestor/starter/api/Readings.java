package dev.quaestor.starter.api;

import dev.quaestor.starter.policy.PolicyProblem;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What intake refuses, as problem documents that name the field or the line. */
final class Readings {
  private Readings() {}

  /**
   * @param what the thing that could not be read, as {@code alert}
   */
  static ApiProblem refusal(String what, List<dev.quaestor.starter.intake.json.Problem> problems) {
    var items =
        problems.stream().map(p -> item(p.path(), p.line(), p.column(), p.message())).toList();
    var said = Storable.of(problems.getFirst().toString()) + "; " + notDone(what) + ".";
    return document(
        problems.stream().allMatch(dev.quaestor.starter.intake.json.Problem::tooLarge)
            ? ApiProblem.of(
                HttpStatus.CONTENT_TOO_LARGE,
                what + "-too-large",
                "The " + what + " is too large",
                said)
            : ApiProblem.of(
                HttpStatus.BAD_REQUEST, "bad-" + what, "The " + what + " cannot be read", said),
        items);
  }

  private static String notDone(String what) {
    return switch (what) {
      case "action" -> "nothing was ordered";
      case "search" -> "nothing was searched";
      case "decision" -> "nothing was decided";
      case "body" -> "nothing was changed";
      default -> "nothing of it was started";
    };
  }

  /** The text of a policy in a body; one that is not UTF-8 is refused. */
  static String policyText(HttpServletRequest request) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(request.getInputStream().readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          ApiProblem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "bad-policy",
              "The policy is not valid",
              "The text is not UTF-8; the policy in force is unchanged."));
    }
  }

  static ApiProblem policyRefusal(List<PolicyProblem> problems) {
    var items =
        problems.stream().map(p -> item(p.path(), p.line(), p.column(), p.message())).toList();
    return document(
        ApiProblem.of(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "bad-policy",
            "The policy is not valid",
            Storable.of(problems.getFirst().toString()) + "; the policy in force is unchanged."),
        items);
  }

  private static ApiProblem.Item item(
      String path, @Nullable Integer line, @Nullable Integer column, String message) {
    return new ApiProblem.Item(
        path.isEmpty() ? null : ApiTexts.shown(path), line, column, Storable.of(message));
  }

  private static ApiProblem document(ApiProblem problem, List<ApiProblem.Item> items) {
    var first = items.getFirst();
    return problem.at(first.field(), first.line(), first.column()).with(items);
  }
}
