package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What {@code approve} and {@code reject} have in common, which is all but the word. */
final class DecisionOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Parameters(arity = "1..*", paramLabel = "ACTION", description = "Ids of pending actions.")
  private List<String> actions = List.of();

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  @Option(
      names = "--plan-hash",
      paramLabel = "HASH",
      description =
          "Decide only if the plan is still the one that was shown (for a single action).")
  private @Nullable String planHash;

  /** Decides, and waits for what comes of it if that is wanted. */
  int decide(Quaestor root, QuaestorClient.Choice choice, ActionWait wait) {
    if (actions.size() == 1) {
      return decideOne(root, choice, wait);
    }
    if (planHash != null && command != null) {
      throw new ParameterException(
          command.commandLine(), "--plan-hash requires exactly one action");
    }
    return decideAll(root, choice, wait);
  }

  private int decideOne(Quaestor root, QuaestorClient.Choice choice, ActionWait wait) {
    var answer = root.api().decide(actions.get(0), choice, comment, planHash);
    var shown =
        wait.isWanted()
            ? wait.forActions(root, actions)
            : root.answer(answer, () -> stands(root.console(), actions.get(0), answer.body()));
    if (!root.json()) {
      elsewhere(root.console(), answer.body());
    }
    return hasFailedElsewhere(answer.body()) ? 1 : shown;
  }

  /** What another case asks for reasons of its own is no failure, nor what was decided there. */
  private static boolean hasFailedElsewhere(JsonNode action) {
    for (var there : action.path("alsoDecided")) {
      switch (JsonAnswer.text(there, "result")) {
        case "COUNTED", "MORE_NEEDED", "ALREADY_DECIDED", "ALREADY_APPROVED", "OTHER_PLAN" -> {}
        default -> {
          return true;
        }
      }
    }
    return false;
  }

  private int decideAll(Quaestor root, QuaestorClient.Choice choice, ActionWait wait) {
    var answer = root.api().decide(actions, choice, comment);
    var refused = new ArrayList<String>();
    var counting = new ArrayList<String>();
    var partly = false;
    for (var result : results(answer.body())) {
      var counted = isGood(result);
      if (counted && hasFailedElsewhere(result.path("action"))) {
        partly = true;
      }
      if (!counted) {
        refused.add(JsonAnswer.text(result, "actionId"));
      } else {
        counting.add(JsonAnswer.text(result, "actionId"));
      }
      if (!root.json() || wait.isWanted() && !counted) {
        var id = JsonAnswer.text(result, "actionId");
        if (counted && wait.isWanted()) {
          continue;
        } else if (counted) {
          stands(
              root.console(),
              id,
              result.path("action").isObject() ? result.path("action") : result);
          elsewhere(root.console(), result.path("action"));
        } else {
          root.console().complain("{} {}: {}", Console.bad("✗"), id, why(result));
        }
      }
    }
    if (wait.isWanted()) {
      var came = wait.forActions(root, counting);
      return refused.isEmpty() && !partly ? came : 1;
    }
    if (root.json()) {
      root.console().json(answer.text());
    }
    return refused.isEmpty() && !partly ? ExitCode.OK : 1;
  }

  private static JsonNode results(JsonNode body) {
    return body.isArray() ? body : body.path("results");
  }

  private static boolean isGood(JsonNode result) {
    return switch (JsonAnswer.text(result, "result")) {
      case "COUNTED", "MORE_NEEDED", "ACCEPTED", "REPEATED" -> true;
      default -> false;
    };
  }

  private static String why(JsonNode result) {
    for (var name : List.of("sentence", "detail", "title", "result")) {
      if (!JsonAnswer.text(result, name).isEmpty()) {
        return JsonAnswer.text(result, name);
      }
    }
    return result.toString();
  }

  private static void stands(Console console, String id, JsonNode action) {
    console.line(
        "{}  {}{}  {}",
        Console.strong(id),
        Console.word(JsonAnswer.decision(action)),
        JsonAnswer.by(action),
        action.path("type").isString() ? JsonAnswer.summary(action) : "");
    missing(console, action.path("pending").path("approvals"));
  }

  /** What it takes beside this one. */
  private static void missing(Console console, JsonNode approvals) {
    var more = approvals.path("needed").asInt(0) - approvals.path("given").size();
    if (!approvals.path("given").isEmpty() && more > 0) {
      console.line(
          "  Your approval counts. {}",
          more == 1 ? "One more is needed." : more + " more are needed.");
    }
  }

  private static String where(String caseId, JsonNode action) {
    if (caseId.isEmpty()) {
      return "also an order of its own:";
    }
    return caseId.equals(JsonAnswer.text(action, "investigationId"))
        ? "with it:"
        : "also in " + caseId + ":";
  }

  /** What else was decided with it. */
  private static void elsewhere(Console console, JsonNode action) {
    for (var there : action.path("alsoDecided")) {
      var counted = JsonAnswer.text(there, "result").equals("COUNTED");
      console.line(
          "  {} {}  {}{}",
          where(JsonAnswer.text(there, "investigationId"), action),
          Console.strong(JsonAnswer.text(there, "actionId")),
          Console.word(JsonAnswer.text(there, "decision")),
          counted ? "" : "  " + JsonAnswer.text(there, "detail"));
    }
  }
}
