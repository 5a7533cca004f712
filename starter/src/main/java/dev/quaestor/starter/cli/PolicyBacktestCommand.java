package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.text.Counted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "backtest",
    description =
        "Show what a policy would have done differently in past "
            + "investigations; changes none of them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PolicyBacktestCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(paramLabel = "FILE", description = "A YAML file; - for standard input.")
  private String file = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "30d",
      converter = Moment.class,
      description =
          "How far back, such as 30d, or from which time in ISO 8601. Default: ${DEFAULT-VALUE}.")
  private Instant since = Instant.EPOCH;

  PolicyBacktestCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var text = LocalFile.text(root.surroundings(), file, PolicyCommand.MAX_BYTES);
    var answer = root.api().backtest(text.getBytes(StandardCharsets.UTF_8), since.toString());
    return root.answer(answer, () -> show(answer.body()));
  }

  private void show(JsonNode body) {
    var console = root.console();
    PolicyFindings.showWarnings(root, file, body.path("warnings"));
    var table =
        new Table()
            .whole("CHANGE")
            .whole("ACTION")
            .text("DEVICE GROUP")
            .whole("COUNT")
            .whole("PROTECTED")
            .text("CASES");
    for (var d : body.path("differences")) {
      table.row(
          change(d.path("change").asString("")),
          d.path("action").asString(""),
          d.path("deviceGroup").asString(""),
          d.path("count").asInt(),
          d.path("onProtectedDevices").asInt(),
          d.path("cases").valueStream().map(JsonNode::asString).collect(Collectors.joining(" ")));
    }
    if (!table.isEmpty()) {
      console.print(table);
    }
    console.line(
        "{} since {} would have gone differently",
        Counted.of(
            body.path("casesThatDiffer").asInt(),
            body.path("casesLookedAt").asInt(),
            "investigation",
            "investigations"),
        body.path("since").asString(""));
    console.line(
        "{}",
        Console.dim(
            "%s investigations/s in %s s; none was changed"
                .formatted(
                    body.path("casesPerSecond").asString(""), body.path("seconds").asString(""))));
    if (!body.path("complete").asBoolean(true)) {
      console.line(
          "{} There are more investigations than could be evaluated in time; these are the newest.",
          Console.warning("!"));
    }
  }

  private static Console.Styled change(String change) {
    return switch (change) {
      case "NEWLY_AUTOMATIC" -> Console.bad(change);
      case "NO_LONGER_DONE" -> Console.warning(change);
      default -> Console.strong(change);
    };
  }
}
