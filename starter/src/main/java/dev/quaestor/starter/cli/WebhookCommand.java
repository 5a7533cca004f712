package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "webhook",
    description = "Show and test the webhooks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB")
final class WebhookCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private WebhookCommand() {}

  static CommandLine with(Quaestor root) {
    return new CommandLine(new WebhookCommand())
        .addSubcommand(new ListWebhooks(root))
        .addSubcommand(new Test(root));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a subcommand is missing: list or test");
  }

  @Command(
      name = "list",
      description = "List the configured webhooks, and what is waiting to be sent to each.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class ListWebhooks implements Callable<Integer> {
    private final Quaestor root;

    ListWebhooks(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().webhooks();
      return root.answer(answer, () -> show(answer.body()));
    }

    private void show(JsonNode body) {
      var table =
          new Table()
              .whole("WEBHOOK")
              .text("RECEIVER")
              .whole("WAITING")
              .whole("FAILING")
              .text("STATE");
      for (var webhook : body.path("items")) {
        table.row(
            Console.strong(JsonAnswer.text(webhook, "name")),
            JsonAnswer.text(webhook, "origin"),
            String.valueOf(webhook.path("waiting").asInt()),
            String.valueOf(webhook.path("failing").asInt()),
            state(webhook));
      }
      Paging.print(root.console(), table, body, "No webhook is configured.");
    }

    private static String state(JsonNode webhook) {
      if (webhook.path("disabled").asBoolean()) {
        return "disabled: " + JsonAnswer.text(webhook, "disabledBecause");
      }
      var error = JsonAnswer.text(webhook, "lastError");
      return error.isEmpty() ? "in use" : error;
    }
  }

  @Command(
      name = "test",
      description =
          "Send a signed ping to a webhook once. A webhook that was disabled is "
              + "enabled again if it answers.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Test implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "NAME", description = "Its name, as shown by webhook list.")
    private String name = "";

    Test(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().testWebhook(name);
      boolean delivered = answer.body().path("delivered").asBoolean();
      root.answer(
          answer,
          () ->
              root.console()
                  .line(
                      "{} {}: {}",
                      delivered ? Console.good("✓") : Console.bad("✗"),
                      name,
                      JsonAnswer.text(answer.body(), "sentence")));
      return delivered ? ExitCode.OK : 1;
    }
  }
}
