package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every way to order an action takes. */
final class OrderOptions {
  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the action, such as isolation=SELECTIVE.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  @Option(
      names = "--propose",
      negatable = true,
      description =
          "Propose it to an approver; --no-propose: run it or fail. Default: depends on your role.")
  private @Nullable Boolean propose;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "A repeated call with the same key is the same order. Default: a new key.")
  private @Nullable String idempotencyKey;

  @Mixin private ActionWait wait = new ActionWait();

  /** Orders it: {@code /actions}, {@code /hunting/actions} or {@code /mail/actions}. */
  QuaestorClient.Answer order(ManualRoutes routes, String path, JsonNode body) {
    try {
      return routes.order(path, body, idempotencyKey);
    } catch (CommandFailed refused) {
      throw refused.status() == 403 && Boolean.FALSE.equals(propose)
          ? refused.with("Without --no-propose, it is proposed to an approver.")
          : refused;
    }
  }

  /** Shows what was ordered, or waits for what comes of it. */
  int answer(Quaestor root, QuaestorClient.Answer ordered) {
    if (!wait.isWanted()) {
      root.answer(ordered, () -> OrderedView.print(root.console(), ordered.body()));
      return OrderedView.exitCode(ordered.body());
    }
    var started = new ArrayList<String>();
    var failed = 0;
    for (var action : OrderedView.actions(ordered.body())) {
      var error = JsonAnswer.text(action, "error");
      if (error.isEmpty()) {
        started.add(JsonAnswer.text(action, "actionId"));
      } else {
        failed = 1;
        root.console()
            .complain(
                "{} {}: not started: {}",
                Console.bad("✗"),
                JsonAnswer.entity(action.path("target")),
                error);
      }
    }
    return Math.max(failed, wait.forActions(root, started));
  }

  void into(ObjectNode body) {
    if (comment != null) {
      body.put("comment", comment);
    }
    if (propose != null) {
      body.put("propose", propose);
    }
    if (!parameters.isEmpty()) {
      var given = body.putObject("parameters");
      parameters.forEach(given::put);
    }
  }
}
