package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.text.Counted;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "stats",
    description =
        "Show how many of each rule's actions were carried out, undone, "
            + "rejected, or left to expire.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PolicyStatisticsCommand implements Callable<Integer> {
  private final Quaestor root;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "How far back. Default: ${DEFAULT-VALUE}.")
  private int days = 30;

  PolicyStatisticsCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().ruleStatistics(days);
    return root.answer(
        answer,
        () -> {
          var table =
              new Table()
                  .text("RULE")
                  .whole("ACTIONS")
                  .whole("DONE")
                  .whole("UNDONE")
                  .whole("REJECTED")
                  .whole("EXPIRED")
                  .whole("UNDO RATE");
          for (var r : answer.body().path("items")) {
            table.row(
                JsonAnswer.text(r, "rule"),
                r.path("actions").asLong(0),
                r.path("done").asLong(0),
                r.path("undone").asLong(0),
                r.path("rejected").asLong(0),
                r.path("expired").asLong(0),
                // Of nothing done there is no rate, which is not the same as none undone.
                r.path("undoRate").isNumber() ? percent(r.path("undoRate").asDouble()) : "-");
          }
          if (table.isEmpty()) {
            root.console()
                .line(
                    "No rule has planned anything in the last {}.",
                    Counted.of(days, "day", "days"));
          } else {
            root.console().print(table);
          }
        });
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
