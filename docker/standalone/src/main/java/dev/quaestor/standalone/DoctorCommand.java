package dev.quaestor.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quaestor.start.FailedStart;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.checkup.Check;
import dev.quaestor.start.checkup.CheckUp;
import dev.quaestor.starter.StarterCheckUp;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.worker.WorkerCheckUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "doctor",
    description = {
      "Check what a starter and a worker are connected to, with the settings that they would read"
          + " here.",
      "That is Temporal, ledger, vault, keys, and each back end's credential and rights against"
          + " what the",
      "policy may do. Settings come from where the processes take theirs: the environment,"
          + " application.yaml and",
      "quaestor-worker.yml in the working directory, or arguments"
          + " (--quaestor.temporal.target=HOST:PORT).",
      "Nothing is started or changed. Exit codes: 0 nothing is wrong; 1 something is; 2 wrong"
          + " usage."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Quaestor parent;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--starter",
      description =
          "Only what a starter is told. Default: both, a worker if one is configured here.")
  private boolean starterOnly;

  @Option(names = "--worker", description = "Only what a worker is told.")
  private boolean workerOnly;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() {
    if (starterOnly && workerOnly) {
      throw new ParameterException(
          spec.commandLine(), "--starter and --worker exclude each other; without either, both.");
    }
    settings.stream()
        .filter(one -> !one.startsWith("--") || one.indexOf('.') < 0 || one.indexOf('=') < 0)
        .findFirst()
        .ifPresent(
            odd -> {
              // Without what follows the equals sign, which may be a secret.
              throw new ParameterException(
                  spec.commandLine(), "Unknown option: " + odd.split("=", 2)[0]);
            });
    var root = Objects.requireNonNull(parent);
    var console = root.console();
    silence();
    var results =
        CheckUp.run(
            checks(),
            result -> {
              if (!root.json()) {
                show(console, result);
              }
            },
            waiting -> console.progress("waiting for {}", String.join(", ", waiting)));
    var failed = results.stream().filter(r -> r.level() == CheckResult.Level.FAIL).count();
    var warned = results.stream().filter(r -> r.level() == CheckResult.Level.WARN).count();
    if (root.json()) {
      console.json(json(results, failed, warned));
    } else {
      console.line(
          "{}, {}, {}",
          Counted.of(results.size(), "check", "checks"),
          failed + " failed",
          Counted.of(warned, "warning", "warnings"));
    }
    return failed == 0 ? 0 : 1;
  }

  private static void silence() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
  }

  private List<Check> checks() {
    try {
      var checks = new ArrayList<Check>();
      var starter = new StarterCheckUp(Told.to("application", settings));
      if (!workerOnly) {
        checks.addAll(starter.checks());
      }
      var worker = new WorkerCheckUp(Told.to("quaestor-worker", settings));
      if (workerOnly || (!starterOnly && worker.isConfigured())) {
        checks.addAll(worker.checks(starter::wanted, workerOnly));
      }
      return checks;
    } catch (RuntimeException wrong) {
      // A setting that nobody can read ends a start as well.
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          String.valueOf(FailedStart.explained(wrong, cause -> Optional.empty()).getMessage()),
          "It stands where the processes read their settings from.");
    } finally {
      silence();
    }
  }

  private static void show(Console console, CheckResult result) {
    var word =
        switch (result.level()) {
          case OK -> Console.good("ok     ");
          case UNKNOWN -> Console.dim("unknown");
          case WARN -> Console.warning("warn   ");
          case FAIL -> Console.bad("FAIL   ");
        };
    console.line("{} {}: {}", word, Console.strong(result.name()), result.sentence());
    if (!result.remedy().isEmpty()) {
      console.line("        {}", result.remedy());
    }
  }

  private static String json(List<CheckResult> results, long failed, long warned) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("failed", failed);
    all.put("warned", warned);
    all.put(
        "checks",
        results.stream()
            .map(
                result -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", result.name());
                  one.put("level", result.level().name().toLowerCase(Locale.ROOT));
                  one.put("sentence", result.sentence());
                  if (!result.remedy().isEmpty()) {
                    one.put("remedy", result.remedy());
                  }
                  return one;
                })
            .toList());
    return QuaestorJson.mapper().writeValueAsString(all);
  }
}
