package dev.quaestor.starter.cli;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "investigate",
    description = "Submit alerts and start their investigations.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class InvestigateCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 10 * LocalFile.MIB;
  private static final Duration WORKERS_ANSWER_WITHIN = Duration.ofSeconds(2);

  /** The alert formats, in words that one types. */
  static final class Format implements ITypeConverter<AlertSource>, Iterable<String> {
    private static final List<String> WORDS = AlertSource.names();

    @Override
    public AlertSource convert(String word) {
      return AlertSource.named(word)
          .orElseThrow(() -> new TypeConversionException(Word.unknown(word, WORDS)));
    }

    @Override
    public Iterator<String> iterator() {
      return WORDS.iterator();
    }
  }

  private final Quaestor root;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "One alert, an array of alerts, or one alert per line; - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.class,
      completionCandidates = Format.class,
      description =
          "The format: ${COMPLETION-CANDIDATES}. By default, it is recognised by its shape.")
  private @Nullable AlertSource format;

  @Option(
      names = {"-f", "--follow"},
      description =
          "Show what happens until the investigations end; with --json: wait, and add their"
              + " reports.")
  private boolean follow;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description =
          "With --follow: ENDED, or PENDING to stop as soon as only decisions are "
              + "outstanding. Default: ${DEFAULT-VALUE}.",
      defaultValue = "ENDED")
  private CaseFollower.Until until = CaseFollower.Until.ENDED;

  InvestigateCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answers = new ArrayList<QuaestorClient.Answer>();
    var failures = new LinkedHashMap<String, CommandFailed>();
    var investigations = new LinkedHashSet<String>();
    for (var file : files) {
      try {
        var alerts = read(file);
        var answer =
            root.console()
                .meanwhile(
                    WORKERS_ANSWER_WITHIN,
                    "still waiting: no worker has answered yet",
                    () ->
                        root.api()
                            .submit(
                                alerts, contentType(file), format == null ? null : format.name()));
        answers.add(answer);
        answer
            .body()
            .path("alerts")
            .forEach(a -> investigations.add(JsonAnswer.text(a, "investigationId")));
        if (!root.json()) {
          show(file, answer);
        }
      } catch (CommandFailed failure) {
        if (failure.kind() == Kind.UNREACHABLE
            || failure.kind() == Kind.NO_TOKEN
            || files.size() == 1) {
          throw failure;
        }
        failures.put(file, failure);
        root.console()
            .complain("{} {}: {}", Console.bad("✗"), file, String.valueOf(failure.getMessage()));
        failure.advice().forEach(line -> root.console().complain("  {}", line));
      }
    }
    var reports = follow ? follow(List.copyOf(investigations)) : List.<JsonNode>of();
    if (root.json()) {
      root.console().json(document(answers, failures, reports));
    }
    return failures.isEmpty() ? ExitCode.OK : 1;
  }

  /** The last report of each. */
  private List<JsonNode> follow(List<String> investigations) {
    var follower =
        root.json()
            ? CaseFollower.silent(root.api(), root.console())
            : new CaseFollower(root.api(), root.console());
    return List.copyOf(follower.follow(investigations, until).values());
  }

  private void show(String file, QuaestorClient.Answer answer) {
    for (var alert : answer.body().path("alerts")) {
      root.console()
          .line(
              "{}  {} {}  {}",
              Console.strong(JsonAnswer.text(alert, "investigationId")),
              became(alert),
              alertNamed(alert),
              Console.dim(file));
    }
    var skipped = answer.body().path("skipped").size();
    if (skipped > 0) {
      root.console()
          .line(
              "{}  {}",
              Counted.of(
                  skipped,
                  "event is not an alert and was skipped",
                  "events are not alerts and were skipped"),
              Console.dim(file));
    }
  }

  private static String became(JsonNode alert) {
    return alert.path("ended").asBoolean(false)
        ? "has ended and already had"
        : alert.path("joined").asBoolean(false) ? "joined by" : "started for";
  }

  private static String alertNamed(JsonNode alert) {
    var version = alert.path("version").asInt(1);
    var id = JsonAnswer.text(alert, "alertId");
    return version > 1 ? id + " (version " + version + ")" : id;
  }

  /**
   * One file's answer is the server's own; of several, the same shape over all. What was followed
   * to its end is told as it then stands.
   */
  private static String document(
      List<QuaestorClient.Answer> answers,
      Map<String, CommandFailed> failures,
      List<JsonNode> reports) {
    if (answers.size() == 1 && failures.isEmpty() && reports.isEmpty()) {
      return answers.get(0).text();
    }
    ObjectNode all = QuaestorJson.mapper().createObjectNode();
    ArrayNode alerts = all.putArray("alerts");
    answers.forEach(a -> a.body().path("alerts").forEach(alerts::add));
    if (answers.stream().anyMatch(a -> a.body().has("skipped"))) {
      ArrayNode skipped = all.putArray("skipped");
      answers.forEach(a -> a.body().path("skipped").forEach(skipped::add));
    }
    if (!reports.isEmpty()) {
      reports.forEach(all.putArray("investigations")::add);
    }
    if (!failures.isEmpty()) {
      ArrayNode problems = all.putArray("problems");
      failures.forEach(
          (file, failure) -> {
            var problem = QuaestorJson.mapper().createObjectNode().put("file", file);
            ExitCodes.document(failure)
                .properties()
                .forEach(said -> problem.set(said.getKey(), said.getValue()));
            problems.add(problem);
          });
    }
    return all.toString();
  }

  private static @Nullable String contentType(String file) {
    var name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
      return "application/x-ndjson";
    }
    return name.endsWith(".json")
        ? "application/json"
        : name.endsWith(".eml") ? "message/rfc822" : null;
  }

  private byte[] read(String file) {
    // Bounded here, because a server that stops reading looks like one that is gone.
    return LocalFile.bytes(root.surroundings(), file, MAX_BYTES);
  }
}
