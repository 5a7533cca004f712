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
    name = "notice",
    description = "Show whom mail and chat call, and send a test notice.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB")
final class NoticeCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private NoticeCommand() {}

  static CommandLine with(Quaestor root) {
    return new CommandLine(new NoticeCommand())
        .addSubcommand(new ListNotices(root))
        .addSubcommand(new Test(root));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a subcommand is missing: list or test");
  }

  @Command(
      name = "list",
      description = "List the receivers of notices, and what is waiting to be told to each.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class ListNotices implements Callable<Integer> {
    private final Quaestor root;

    ListNotices(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().notices();
      return root.answer(answer, () -> show(answer.body()));
    }

    private void show(JsonNode body) {
      var table =
          new Table()
              .whole("RECEIVER")
              .whole("KIND")
              .whole("WAITING")
              .whole("FAILING")
              .text("STATE");
      for (var notice : body.path("items")) {
        table.row(
            Console.strong(JsonAnswer.text(notice, "name")),
            JsonAnswer.text(notice, "kind"),
            String.valueOf(notice.path("waiting").asInt()),
            String.valueOf(notice.path("failing").asInt()),
            state(notice));
      }
      Paging.print(root.console(), table, body, "No receiver of notices is configured.");
    }

    private static String state(JsonNode notice) {
      var disabled = JsonAnswer.text(notice, "disabledBecause");
      var error = JsonAnswer.text(notice, "lastError");
      return disabled.isEmpty() ? error.isEmpty() ? "in use" : error : "disabled: " + disabled;
    }
  }

  @Command(
      name = "test",
      description =
          "Send a test notice to a receiver once. A receiver that was disabled is enabled again "
              + "if it takes it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Test implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "NAME", description = "Its name, as shown by notice list.")
    private String name = "";

    Test(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().testNotice(name);
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
