package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "The investigations, newest first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ListCommand implements Callable<Integer> {
  private final Quaestor root;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "For example RUNNING or PENDING_APPROVAL.")
  private @Nullable String state;

  @Option(names = "--severity", paramLabel = "SEVERITY", description = "For example HIGH.")
  private @Nullable String severity;

  @Option(names = "--verdict", paramLabel = "VERDICT", description = "For example MALICIOUS.")
  private @Nullable String verdict;

  @Option(
      names = "--attention",
      description = "Only those that ended in a way that a person should look at.")
  private boolean attention;

  @Option(names = "--device", paramLabel = "DEVICE", description = "A device's id or name.")
  private @Nullable String device;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "WORDS",
      description = "Words in a title, an id or a piece of evidence.")
  private @Nullable String query;

  @Mixin private Paging paging = new Paging();

  ListCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var filter = new LinkedHashMap<String, String>();
    Paging.put(filter, "state", Paging.upper(state));
    Paging.put(filter, "severity", Paging.upper(severity));
    Paging.put(filter, "verdict", Paging.upper(verdict));
    Paging.put(filter, "attention", attention ? "true" : null);
    Paging.put(filter, "device", device);
    Paging.put(filter, "q", query);
    paging.into(filter);
    var answer = root.api().investigations(Map.copyOf(filter));
    return root.answer(answer, () -> show(answer));
  }

  private void show(QuaestorClient.Answer answer) {
    var table =
        new Table()
            .whole("INVESTIGATION")
            .whole("STARTED (UTC)")
            .whole("STATE")
            .whole("SEVERITY")
            .text("TITLE");
    for (var row : answer.body().path("items")) {
      table.row(
          Console.strong(JsonAnswer.text(row, "investigationId")),
          JsonAnswer.minute(row, "startedAt"),
          Console.word(JsonAnswer.text(row, "state")),
          Console.word(JsonAnswer.text(row, "severity")),
          JsonAnswer.text(row, "title"));
    }
    Paging.print(root.console(), table, answer.body(), "No investigation matches.");
  }
}
