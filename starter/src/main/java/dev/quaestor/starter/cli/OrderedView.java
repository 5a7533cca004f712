package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.text.Counted;
import java.util.List;
import picocli.CommandLine.ExitCode;
import tools.jackson.databind.JsonNode;

/** What a person reads of an order: one action, or a group of them. */
final class OrderedView {
  private static final int SHOWN = 20;

  private OrderedView() {}

  static void print(Console console, JsonNode answer) {
    if (answer.has("groupId")) {
      group(console, answer);
    } else {
      one(console, answer);
    }
  }

  /** What was ordered, one by one. */
  static List<JsonNode> actions(JsonNode answer) {
    return answer.has("groupId") ? List.copyOf(answer.path("actions").values()) : List.of(answer);
  }

  /** 1 if any of it has failed already. */
  static int exitCode(JsonNode answer) {
    return actions(answer).stream()
            .anyMatch(a -> ActionWait.hasFailed(a) || !JsonAnswer.text(a, "error").isEmpty())
        ? 1
        : ExitCode.OK;
  }

  private static void one(Console console, JsonNode ordered) {
    var id = JsonAnswer.text(ordered, "actionId");
    var type = JsonAnswer.text(ordered, "type");
    if (ActionWait.hasFailed(ordered)) {
      console.line(
          "{}  {}  {}: {}",
          Console.strong(id),
          type,
          Console.word(JsonAnswer.text(ordered, "execution")),
          JsonAnswer.text(ordered, "outcome"));
    } else if (JsonAnswer.text(ordered, "decision").equals("PENDING")) {
      console.line(
          "{}  {}  proposed: {} until an approver decides",
          Console.strong(id),
          type,
          Console.word("PENDING"));
    } else {
      console.line("{}  {}  (./quaestor show {} shows its progress)", Console.strong(id), type, id);
    }
  }

  private static void group(Console console, JsonNode group) {
    var actions = group.path("actions");
    console.line(
        "{}  {}  {}",
        Console.strong(JsonAnswer.text(group, "groupId")),
        JsonAnswer.text(group, "type"),
        Counted.of(actions.size(), "action", "actions"));
    var table = new Table().whole("ACTION").text("TARGET").text("STATE");
    int shown = 0;
    for (var action : actions) {
      if (shown++ == SHOWN) {
        break;
      }
      var error = JsonAnswer.text(action, "error");
      table.row(
          JsonAnswer.text(action, "actionId"),
          JsonAnswer.entity(action.path("target")),
          error.isEmpty()
              ? Console.word(JsonAnswer.text(action, "decision"))
              : Console.bad("not started: " + error));
    }
    console.print(table);
    if (actions.size() > SHOWN) {
      console.line("and {} more", actions.size() - SHOWN);
    }
  }
}
