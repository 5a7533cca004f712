package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description =
        "Whether the server works, and who you are to it. Exits 1 when something is away.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  private final Quaestor root;

  StatusCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var status = root.api().status();
    var health = root.api().health().body();
    var me = root.api().whoAmI();
    if (root.json()) {
      var whole = QuaestorJson.mapper().createObjectNode();
      whole.put("server", root.api().server().toString());
      status.body().properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
      whole.set("health", health);
      whole.set("whoami", me.body());
      root.console().json(whole.toString());
    } else {
      show(status, health, me);
    }
    return isWhole(status.body().path("temporal")) ? 0 : 1;
  }

  private static boolean isWhole(JsonNode temporal) {
    var polled = true;
    for (var queue : temporal.path("queues")) {
      polled &= !isAbandoned(queue);
    }
    return polled && temporal.path("reachable").asBoolean(false);
  }

  private static boolean isAbandoned(JsonNode queue) {
    return queue.path("pollers").isNumber() && queue.path("pollers").asInt() == 0;
  }

  private void show(QuaestorClient.Answer status, JsonNode health, QuaestorClient.Answer me) {
    var console = root.console();
    var body = status.body();
    WhoAmICommand.line(
        console,
        "server",
        "%s, version %s".formatted(root.api().server(), JsonAnswer.text(body, "version")));
    var temporal = body.path("temporal");
    WhoAmICommand.line(
        console,
        "Temporal",
        temporal.path("reachable").asBoolean(false)
            ? "reachable, namespace " + JsonAnswer.text(temporal, "namespace")
            : Console.bad("away: " + JsonAnswer.text(temporal, "trouble")));
    for (var queue : temporal.path("queues")) {
      WhoAmICommand.line(console, "", queue(queue));
    }
    WhoAmICommand.line(console, "ledger", "reachable, " + waiting(body));
    WhoAmICommand.line(console, "policy", policy(body.path("policyRevision")));
    for (var part : health.path("parts")) {
      if (!isShown(JsonAnswer.text(part, "name"))) {
        WhoAmICommand.line(console, "", part(part));
      }
    }
    console.line("");
    WhoAmICommand.show(console, me.body());
  }

  /** What has a line of its own already. */
  private static boolean isShown(String part) {
    return part.equals("temporal") || part.equals("ledger") || part.startsWith("queue:");
  }

  private static Object part(JsonNode part) {
    var sentence = JsonAnswer.text(part, "sentence");
    return JsonAnswer.text(part, "state").equals("WELL") ? sentence : Console.bad(sentence);
  }

  /** As many as {@code pending} lists; what is asked in several cases is asked once. */
  private static String waiting(JsonNode body) {
    var actions = body.path("pendingActions").asLong(0);
    var questions = body.path("pendingQuestions").asLong(actions);
    return questions == actions
        ? Counted.of(actions, "action is", "actions are") + " waiting for a decision"
        : "%s waiting, for %s; what is waiting in several cases is decided once"
            .formatted(
                Counted.of(questions, "decision is", "decisions are"),
                Counted.of(actions, "action", "actions"));
  }

  private static String policy(JsonNode revision) {
    return revision.isNumber() ? "revision " + revision.asInt() : "none yet";
  }

  private static Object queue(JsonNode queue) {
    var name = JsonAnswer.text(queue, "name");
    if (isAbandoned(queue)) {
      return Console.bad("queue " + name + ": no worker takes its work");
    }
    return queue.path("pollers").isNumber()
        ? "queue %s: %s seen in the last 70 seconds"
            .formatted(name, Counted.of(queue.path("pollers").asInt(), "worker", "workers"))
        : "queue " + name + ": Temporal does not say whether a worker takes its work";
  }
}
