package dev.quaestor.starter.cli;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "act",
    description = "Order an action by hand, or propose it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "TARGET is one of",
      "  device:ID                          for example device:a1b2…",
      "  file:DEVICE-ID:HASH[:PATH]         HASH is SHA-1, SHA-256 or MD5",
      "  process:DEVICE-ID/PID@START        START such as 2026-11-23T10:00:00Z",
      "  task:DEVICE-ID/NAME   service:DEVICE-ID/NAME   driver:DEVICE-ID/NAME",
      "  registry:DEVICE-ID/HIVE\\KEY[::VALUE]",
      "  url:https://…    ip:ADDRESS    user:NAME@DOMAIN    mailbox:ADDRESS",
      "  mail:MAILBOX:<MESSAGE-ID>          the Message-ID header",
      "  rule:MAILBOX:RULE-ID               a mailbox rule",
      "  {\"type\":…}  or  @FILE              an entity as JSON",
      "Several targets, or a file with --device, form one group.",
      "",
      "Live response: act KILL_PROCESS process:…, act DELETE_FILE file:…,",
      "  act REMOVE_SCHEDULED_TASK task:…, act REQUEST_SAMPLE file:…,",
      "  act RUN_SCRIPT device:… -p script=NAME -p arguments='…'  (./quaestor scripts lists them)"
    })
final class ActCommand implements Callable<Integer> {
  private final Quaestor root;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "For example ISOLATE_DEVICE or isolate-device.")
  private @Nullable String type;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TARGET",
      description = "The target; see below.")
  private List<String> targets = List.of();

  @Option(
      names = "--device",
      paramLabel = "ID",
      description =
          "A device on which to act, with a file as the target or without one; repeatable.")
  private List<String> devices = List.of();

  @Option(
      names = "--investigation",
      paramLabel = "ID",
      description = "The investigation that it belongs to.")
  private @Nullable String investigation;

  @Option(names = "--list", description = "Show the catalogue of actions instead.")
  private boolean list;

  @Mixin private OrderOptions order = new OrderOptions();

  ActCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var routes = new ManualRoutes(root.api());
    if (list) {
      var types = routes.types();
      return root.answer(types, () -> show(types.body()));
    }
    var answer = order.order(routes, "/actions", body());
    return order.answer(root, answer);
  }

  private JsonNode body() {
    var wanted = type();
    var body = ManualRoutes.object().put("type", wanted.name());
    if (wanted.isLiveResponse()) {
      body.put("source", ActionSource.MANUAL_LIVE_RESPONSE_ACTION.name());
    }
    var entities = entities();
    if (entities.size() == 1) {
      body.set("target", entities.getFirst());
    } else if (!entities.isEmpty()) {
      entities.forEach(body.putArray("targets")::add);
    } else if (devices.isEmpty()) {
      throw wrong("a TARGET is missing");
    }
    if (!devices.isEmpty()) {
      devices.forEach(body.putArray("devices")::add);
    }
    if (investigation != null) {
      body.put("investigationId", investigation);
    }
    order.into(body);
    return body;
  }

  private ActionType type() {
    if (type == null) {
      throw wrong("a TYPE is missing; --list shows them");
    }
    var given = type;
    return ActionTypes.find(given).orElseThrow(() -> wrong(ActionTypes.unknown(given)));
  }

  private List<JsonNode> entities() {
    var entities = new ArrayList<JsonNode>();
    for (var target : targets) {
      try {
        entities.add(ActionTarget.parse(target, root.surroundings()));
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
    return entities;
  }

  private void show(JsonNode catalogue) {
    var table = new Table().whole("TYPE").text("TARGETS").text("PARAMETERS").text("UNDO");
    for (var entry : catalogue.path("types")) {
      if (entry.path("orderable").asBoolean(false)) {
        table.row(
            Console.strong(JsonAnswer.text(entry, "type")),
            joined(entry.path("targets"), null),
            joined(entry.path("parameters"), "name"),
            entry.path("undoable").asBoolean(false)
                ? "yes"
                : JsonAnswer.text(entry, "notUndoableBecause"));
      }
    }
    root.console().print(table);
  }

  private static String joined(JsonNode list, @Nullable String field) {
    var words = new ArrayList<String>();
    list.forEach(
        item -> words.add(field == null ? item.asString("") : JsonAnswer.text(item, field)));
    return String.join(", ", words);
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }
}
