package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show the report of an investigation, or one action.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ShowCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 404;

  private final Quaestor root;

  @Parameters(paramLabel = "ID", description = "An investigation's or an action's id.")
  private String id = "";

  @Option(names = "--log", description = "Also show everything that the ledger recorded, in order.")
  private boolean log;

  ShowCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (log && root.json()) {
      var answer = root.api().log(id);
      return root.answer(answer, () -> {});
    }
    QuaestorClient.Answer report;
    try {
      report = root.api().investigation(id);
    } catch (CommandFailed noCase) {
      if (noCase.status() != NOT_FOUND) {
        throw noCase;
      }
      return showAction(noCase);
    }
    return root.answer(
        report,
        () -> {
          new ReportView(root.console()).investigation(report.body());
          if (log) {
            new ReportView(root.console()).log(root.api().log(id).body());
          }
        });
  }

  private int showAction(CommandFailed noCase) {
    try {
      var action = root.api().action(id);
      return root.answer(action, () -> new ReportView(root.console()).action(action.body()));
    } catch (CommandFailed noAction) {
      throw noAction.status() == NOT_FOUND
              && !(id.startsWith("act-") || id.startsWith("undo-proposal-"))
          ? noCase
          : noAction;
    }
  }
}
