package dev.quaestor.starter.cli;

import dev.quaestor.action.ActionType;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "whoami",
    description = "Who the server takes you for, and what you may do.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class WhoAmICommand implements Callable<Integer> {
  private final Quaestor root;

  WhoAmICommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().whoAmI();
    return root.answer(answer, () -> show(root.console(), answer.body()));
  }

  static void show(Console console, JsonNode me) {
    line(console, "name", JsonAnswer.text(me, "name"));
    line(console, "roles", JsonAnswer.list(me, "roles"));
    var areas = JsonAnswer.list(me, "mayDecide");
    line(console, "may decide", areas.isEmpty() ? "nothing" : areas + " actions");
    if (mayOrderAll(me.path("mayOrder"))) {
      line(console, "may order", "every action");
      return;
    }
    var orders = JsonAnswer.list(me, "mayOrder");
    line(console, "may order", orders.isEmpty() ? "nothing" : orders);
    line(
        console,
        "may propose",
        me.path("mayPropose").asBoolean(false)
            ? "every other action, for an approver to decide"
            : "nothing");
  }

  private static boolean mayOrderAll(JsonNode orders) {
    return Arrays.stream(ActionType.values())
        .filter(ActionType::orderable)
        .allMatch(type -> orders.valueStream().anyMatch(o -> o.asString().equals(type.name())));
  }

  static void line(Console console, String name, Object value) {
    console.line("{} {}", Console.dim("%-12s".formatted(name)), value);
  }
}
