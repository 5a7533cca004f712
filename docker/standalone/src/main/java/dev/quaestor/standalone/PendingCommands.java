package dev.quaestor.standalone;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What waits for a person, each with the commands that decide it. */
final class PendingCommands {
  private final Console console;
  private final QuaestorClient api;

  PendingCommands(Console console, QuaestorClient api) {
    this.console = console;
    this.api = api;
  }

  /** Prints them, and returns them as the API lists them. */
  List<JsonNode> print() {
    var pending = new ArrayList<JsonNode>();
    api.actions(Map.of("status", "pending", "size", "100"))
        .body()
        .path("items")
        .forEach(pending::add);
    console.line("");
    console.line(
        "{}",
        Console.strong(
            Counted.of(
                    pending.size(),
                    "action is waiting for a decision",
                    "actions are waiting for a decision")
                + "; without one in time, the answer is no"));
    for (var action : pending) {
      console.line(
          "  {}  {}",
          Console.warning(action.path("summary").asString()),
          Console.dim(until(action)));
      console.line("    ./quaestor approve {}", action.path("actionId").asString());
      console.line("    ./quaestor reject  {}", action.path("actionId").asString());
    }
    return pending;
  }

  private static String until(JsonNode action) {
    return "until " + JsonAnswer.minute(action, "expiresAt") + " UTC";
  }
}
