package dev.quaestor.starter.api;

import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import org.springframework.http.HttpStatus;

/** A back end's no to a question, as a problem document. */
final class LookupProblems {
  private static final int LONGEST = 2_001; // with the ellipsis

  private LookupProblems() {}

  static ProblemException of(LookupAnswer answer) {
    return answer instanceof LookupAnswer.Refused refused
        ? new ProblemException(problem(refused))
        : new ProblemException(
            ApiProblem.of(
                HttpStatus.BAD_GATEWAY, "The worker's answer does not match the question"));
  }

  private static ApiProblem problem(LookupAnswer.Refused refused) {
    var sentence = Excerpt.of(Storable.of(refused.sentence()), LONGEST);
    return switch (refused.code()) {
      case "THROTTLED", "BACK_END_DOWN", "RESOURCE_AWAY", "UNAUTHORIZED" ->
          ApiProblem.of(
              HttpStatus.SERVICE_UNAVAILABLE,
              "back-end-away",
              "A back end does not answer",
              sentence);
      case "NO_ANSWER" ->
          ApiProblem.of(
              HttpStatus.GATEWAY_TIMEOUT,
              "no-answer",
              "No worker or back end answered in time",
              sentence);
      case LookupAnswer.LANGUAGE -> ApiProblem.badField("language", sentence);
      case "UNSUPPORTED" ->
          ApiProblem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "unsupported",
              "No configured connector can answer this",
              sentence);
      default ->
          ApiProblem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "refused",
              "The back end refused the request",
              sentence);
    };
  }
}
