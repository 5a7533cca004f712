package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "kpis",
    description =
        "Show what a SOC reports: how long verdicts, decisions and remediation took, how much ran"
            + " automatically, how much was undone, what is waiting.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class KpisCommand implements Callable<Integer> {
  private final Quaestor root;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "What began then or later, as 2026-03-01T10:00:00Z or 7d. Default: 30 days.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "What began before then. Default: now.")
  private @Nullable Instant until;

  KpisCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var period = new LinkedHashMap<String, String>();
    if (since != null) {
      period.put("since", since.toString());
    }
    if (until != null) {
      period.put("until", until.toString());
    }
    var answer = root.api().kpis(period);
    return root.answer(answer, () -> show(answer.body()));
  }

  private void show(JsonNode kpis) {
    line(
        "period",
        JsonAnswer.text(kpis, "since")
            + " to "
            + (kpis.path("until").isString() ? JsonAnswer.text(kpis, "until") : "now"));
    line("investigations", Long.toString(kpis.path("investigations").asLong(0)));
    line("time to verdict", spread(kpis.path("toVerdict")));
    line("time to decide", spread(kpis.path("toDecide")));
    line("time to remediate", spread(kpis.path("toRemediate")));
    line("automatic", share(kpis, "automaticShare", "automatic", "planned"));
    line("undone", share(kpis, "undoRate", "undone", "done"));
    line("waiting now", waiting(kpis));
  }

  private void line(String name, String value) {
    WhoAmICommand.line(root.console(), name, value);
  }

  private static String spread(JsonNode spread) {
    return spread.path("known").asLong(0) == 0
        ? "-"
        : "half within %s, nine of ten within %s (of %d)"
            .formatted(
                span(spread.path("medianSeconds").asLong()),
                span(spread.path("p90Seconds").asLong()),
                spread.path("known").asLong());
  }

  private static String span(long seconds) {
    var span = Duration.ofSeconds(seconds);
    if (span.toDays() > 0) {
      return "%d d %d h".formatted(span.toDays(), span.toHoursPart());
    }
    if (span.toHours() > 0) {
      return "%d h %d min".formatted(span.toHours(), span.toMinutesPart());
    }
    return span.toMinutes() > 0
        ? "%d min %d s".formatted(span.toMinutes(), span.toSecondsPart())
        : "%d s".formatted(seconds);
  }

  private static String share(JsonNode kpis, String share, String part, String whole) {
    // Of nothing there is no share, which is not the same as none.
    return kpis.path(share).isNumber()
        ? String.format(
            Locale.ROOT,
            "%.1f %% (%s)",
            100 * kpis.path(share).asDouble(),
            Counted.of(kpis.path(part).asLong(), kpis.path(whole).asLong(), "action", "actions"))
        : "-";
  }

  private static String waiting(JsonNode kpis) {
    var many = kpis.path("pending").asLong(0);
    return kpis.path("oldestWaiting").isString()
        ? "%d, the oldest since %s".formatted(many, JsonAnswer.text(kpis, "oldestWaiting"))
        : Long.toString(many);
  }
}
