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

/** Those who are told of what happens: programs by webhook, people by notice. */
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "VERB")
final class ReceiverCommand implements Runnable {

  /** Which of the two. */
  enum Kind {
    WEBHOOK(
        "webhook",
        "Show and test the webhooks.",
        "List the configured webhooks, and what is waiting to be sent to each.",
        "Send a signed ping to a webhook once. A webhook that was disabled is enabled again if it"
            + " answers.",
        "origin",
        "No webhook is configured."),
    NOTICE(
        "notice",
        "Show whom mail and chat call, and send a test notice.",
        "List the receivers of notices, and what is waiting to be told to each.",
        "Send a test notice to a receiver once. A receiver that was disabled is enabled again if it"
            + " takes it.",
        "kind",
        "No receiver of notices is configured.");

    private final String word;
    private final String description;
    private final String ofList;
    private final String ofTest;
    private final String where;
    private final String none;

    /**
     * @param where the field of the API that says how a receiver is reached
     */
    Kind(String word, String description, String ofList, String ofTest, String where, String none) {
      this.word = word;
      this.description = description;
      this.ofList = ofList;
      this.ofTest = ofTest;
      this.where = where;
      this.none = none;
    }

    private String path() {
      return "/" + word + "s";
    }
  }

  @Spec private @Nullable CommandSpec spec;

  private ReceiverCommand() {}

  static CommandLine with(Quaestor root, Kind kind) {
    return described(
        new CommandLine(new ReceiverCommand())
            .addSubcommand("list", described(new CommandLine(new ListAll(root, kind)), kind.ofList))
            .addSubcommand("test", described(new CommandLine(new Test(root, kind)), kind.ofTest)),
        kind.description);
  }

  private static CommandLine described(CommandLine command, String sentence) {
    command.getCommandSpec().usageMessage().description(sentence);
    return command;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a subcommand is missing: list or test");
  }

  @Command(mixinStandardHelpOptions = true, sortOptions = false)
  static final class ListAll implements Callable<Integer> {
    private final Quaestor root;
    private final Kind kind;

    ListAll(Quaestor root, Kind kind) {
      this.root = root;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      var answer = root.api().receivers(kind.path());
      return root.answer(answer, () -> show(answer.body()));
    }

    private void show(JsonNode body) {
      var table =
          new Table()
              .whole("NAME")
              .text("RECEIVER")
              .whole("WAITING")
              .whole("FAILING")
              .text("STATE");
      for (var receiver : body.path("items")) {
        table.row(
            Console.strong(JsonAnswer.text(receiver, "name")),
            JsonAnswer.text(receiver, kind.where),
            String.valueOf(receiver.path("waiting").asInt()),
            String.valueOf(receiver.path("failing").asInt()),
            state(receiver));
      }
      Paging.print(root.console(), table, body, kind.none);
    }

    private static String state(JsonNode receiver) {
      var disabled = JsonAnswer.text(receiver, "disabledBecause");
      var error = JsonAnswer.text(receiver, "lastError");
      return disabled.isEmpty() ? error.isEmpty() ? "in use" : error : "disabled: " + disabled;
    }
  }

  @Command(mixinStandardHelpOptions = true, sortOptions = false)
  static final class Test implements Callable<Integer> {
    private final Quaestor root;
    private final Kind kind;

    @Parameters(paramLabel = "NAME", description = "Its name, as shown by list.")
    private String name = "";

    Test(Quaestor root, Kind kind) {
      this.root = root;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      var answer = root.api().testReceiver(kind.path(), name);
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
