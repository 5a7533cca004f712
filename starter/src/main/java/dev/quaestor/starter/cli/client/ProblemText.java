package dev.quaestor.starter.cli.client;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Problem documents (RFC 9457) as sentences. */
final class ProblemText {
  private ProblemText() {}

  /** The document as a failure that says what, where and, when there is more than one, each. */
  static CommandFailed refusal(int status, JsonNode problem) {
    var title = problem.path("title").asString("");
    var detail = problem.path("detail").asString("");
    var message = title.isEmpty() ? "The server answered " + status : title;
    if (detail.startsWith(title)
        || (title.startsWith("There is no such ") && detail.startsWith("There is no "))) {
      message = detail.isEmpty() ? message : detail;
    } else if (!detail.isEmpty() && !detail.equals(title)) {
      message += ": " + detail;
    }
    var advice = new ArrayList<String>();
    var place = place(problem);
    if (!place.isEmpty() && !message.contains(place)) {
      advice.add("at " + place);
    }
    for (var list : List.of("problems", "errors")) {
      for (var one : problem.path(list)) {
        advice.add(one(one));
      }
    }
    standing(problem, advice);
    switch (status) {
      case 401 -> advice.add("The token is unknown, expired or revoked: ./quaestor token");
      case 403 -> advice.add("The token's roles do not allow this. To see them: ./quaestor whoami");
      default -> {}
    }
    return CommandFailed.refused(status, message, advice, problem);
  }

  /** Field and line, as far as they are told. */
  static String place(JsonNode problem) {
    var place = new ArrayList<String>();
    for (var name : List.of("field", "path")) {
      if (problem.path(name).isString()) {
        place.add(problem.path(name).asString());
      }
    }
    for (var name : List.of("line", "column")) {
      if (problem.path(name).isNumber()) {
        place.add(name + " " + problem.path(name).asInt());
      }
    }
    return String.join(", ", place);
  }

  private static String one(JsonNode one) {
    if (one.isString()) {
      return one.asString();
    }
    var place = place(one);
    var sentence = one.path("message").asString(one.path("detail").asString(""));
    return place.isEmpty() ? sentence : place + ": " + sentence;
  }

  /** A 409 carries the action as it stands. */
  private static void standing(JsonNode problem, List<String> advice) {
    var action = problem.path("action");
    var decision = action.path("decision").asString("");
    if (decision.isEmpty()) {
      return;
    }
    advice.add(
        "%s%s; its execution: %s"
            .formatted(
                decided(decision),
                JsonAnswer.by(action),
                action.path("execution").asString("unknown")));
  }

  private static String decided(String decision) {
    return switch (decision) {
      case "APPROVED", "REJECTED", "SUPERSEDED" -> "it was " + decision;
      case "PENDING" -> "it is still PENDING";
      case "NOT_NEEDED" -> "it needed no decision";
      default -> "its decision: " + decision;
    };
  }
}
