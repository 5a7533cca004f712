package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.wire.QuaestorJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "undo",
    description = "Undo actions.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UndoCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(
      arity = "1..*",
      paramLabel = "ACTION",
      description = "Ids of actions that have run; all must be of one type.")
  private List<String> actions = List.of();

  @Option(
      names = "--all-instances",
      description = "For a quarantined file: on every device on which it was quarantined.")
  private boolean allInstances;

  @Option(names = "--propose", negatable = true, description = "Propose it to an approver.")
  private @Nullable Boolean propose;

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  @Mixin private ActionWait wait = new ActionWait();

  UndoCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var routes = new ManualRoutes(root.api());
    var before = wait.isWanted() ? wait.before(root, actions) : Map.<String, JsonNode>of();
    var answer =
        actions.size() > 1
            ? routes.undo(actions, comment)
            : routes.undo(actions.getFirst(), body());
    if (wait.isWanted()) {
      return waited(answer.body(), before);
    }
    root.answer(
        answer,
        () -> {
          if (answer.body().has("results")) {
            several(answer.body());
          } else {
            one(answer.body());
          }
        });
    return answer.body().path("results").values().stream().anyMatch(UndoCommand::isRefused)
        ? 1
        : ExitCode.OK;
  }

  private int waited(JsonNode body, Map<String, JsonNode> before) {
    if (isProposal(body)) {
      return wait.forActions(root, List.of(JsonAnswer.text(body, "actionId")));
    }
    if (!body.has("results")) {
      return wait.forUndos(root, before);
    }
    var begun = new LinkedHashMap<String, JsonNode>();
    var refused = 0;
    for (var result : body.path("results")) {
      var id = JsonAnswer.text(result, "actionId");
      if (isRefused(result)) {
        refused = 1;
        root.console()
            .complain("{} {}: {}", Console.bad("✗"), id, JsonAnswer.text(result, "detail"));
      } else {
        begun.put(id, before.getOrDefault(id, QuaestorJson.mapper().createObjectNode()));
      }
    }
    return Math.max(refused, wait.forUndos(root, begun));
  }

  private static boolean isRefused(JsonNode result) {
    return result.path("status").asInt() >= 300;
  }

  private boolean isProposal(JsonNode body) {
    return JsonAnswer.text(body, "undoes").equals(actions.getFirst());
  }

  private JsonNode body() {
    var body = ManualRoutes.object();
    if (comment != null) {
      body.put("comment", comment);
    }
    if (allInstances) {
      body.put("allInstances", true);
    }
    if (propose != null) {
      body.put("propose", propose);
    }
    return body;
  }

  private void one(JsonNode body) {
    var action = actions.getFirst();
    if (isProposal(body)) {
      root.console()
          .line(
              "{}  undo proposed as {}: {} until an approver decides",
              Console.strong(action),
              JsonAnswer.text(body, "actionId"),
              Console.word(JsonAnswer.text(body, "decision")));
      return;
    }
    var state = JsonAnswer.text(body, "undo");
    root.console()
        .line(
            "{}  undo {}  (./quaestor show {} shows its progress)",
            Console.strong(action),
            Console.word(state.isEmpty() ? "RUNNING" : state),
            action);
  }

  private void several(JsonNode body) {
    var table = new Table().whole("ACTION").text("WHAT").text("UNDO");
    for (var result : body.path("results")) {
      table.row(
          Console.strong(JsonAnswer.text(result, "actionId")),
          result.has("action") ? JsonAnswer.summary(result.path("action")) : "",
          isRefused(result)
              ? Console.bad(JsonAnswer.text(result, "detail"))
              : Console.word(JsonAnswer.text(result.path("action"), "undo")));
    }
    if (table.isEmpty()) {
      root.console().line("None of these can be undone now.");
    } else {
      root.console().print(table);
    }
  }
}
