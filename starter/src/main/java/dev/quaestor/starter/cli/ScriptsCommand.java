package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "scripts",
    description = "List the scripts in the live response library, for act RUN_SCRIPT.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ScriptsCommand implements Callable<Integer> {
  private final Quaestor root;

  ScriptsCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = new ManualRoutes(root.api()).scripts();
    return root.answer(answer, () -> show(answer.body()));
  }

  private void show(JsonNode library) {
    var table = new Table().whole("SCRIPT").text("DESCRIPTION").text("PARAMETERS");
    for (var script : library.path("scripts")) {
      table.row(
          Console.strong(JsonAnswer.text(script, "name")),
          JsonAnswer.text(script, "description"),
          JsonAnswer.text(script, "parametersDescription"));
    }
    if (table.isEmpty()) {
      root.console().line("The library is empty.");
    } else {
      root.console().print(table);
    }
  }
}
