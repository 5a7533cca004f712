package dev.quaestor.standalone;

import dev.quaestor.start.CannotStart;
import dev.quaestor.starter.Repair;
import dev.quaestor.starter.cli.Moment;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.repair.RepairReport;
import dev.quaestor.starter.repair.RepairReport.Found;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "ledger",
    description = "Look after the ledger's database.",
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Runnable {
  @ParentCommand private @Nullable Quaestor parent;

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine withVerbs() {
    return new CommandLine(new LedgerCommand())
        .addSubcommand(
            // As for the process that they are the settings of.
            new CommandLine(new RepairLedger()).setUnmatchedOptionsArePositionalParams(true))
        .addSubcommand(
            new CommandLine(new RetentionCommand()).setUnmatchedOptionsArePositionalParams(true));
  }

  /** Only {@code ledger}: what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  Quaestor root() {
    return Objects.requireNonNull(parent);
  }

  private static final Predicate<String> SETTING =
      word ->
          word.startsWith("--") && word.indexOf('=') > word.indexOf('.') && word.indexOf('.') > 2;

  /** What is mistyped must not pass for a setting: without --dry-run these verbs change things. */
  static void requireSettings(List<String> words, CommandSpec spec) {
    words.stream()
        .filter(word -> !SETTING.test(word))
        .findFirst()
        .ifPresent(
            word -> {
              throw new ParameterException(
                  spec.commandLine(),
                  // Without what follows the equals sign, which may be a secret.
                  "\"%s\" is neither an option nor a setting such as --quaestor.temporal.target=HOST:PORT"
                      .formatted(word.split("=", 2)[0]));
            });
  }

  @Command(
      name = "repair",
      description = {
        "Record again what the ledger has lost, as when an older backup was restored.",
        "What workflows had recorded stands in their histories for as long as Temporal",
        "keeps them. It is recorded again as it was, in the order in which it happened,",
        "and only what is missing. Then what no workflow can go on with is closed. Do it",
        "before starters run again; beside running ones it does no harm. It can be",
        "broken off and run again.",
        "Settings are the starter's: from the environment (SPRING_DATASOURCE_URL,",
        "QUAESTOR_TEMPORAL_TARGET), application.yaml, or as arguments.",
        "Exit codes: 0 nothing is missing, or all of it is recorded again; 1 something is",
        "missing (with --dry-run), or no history has it, or the ledger or Temporal cannot",
        "be used; 2 wrong usage."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class RepairLedger implements Callable<Integer> {
    /** Of more, the number says enough. */
    private static final int SHOWN = 50;

    @ParentCommand private @Nullable LedgerCommand parent;

    @Option(names = "--dry-run", description = "Say what is missing, and record nothing.")
    private boolean dryRun;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        converter = Moment.class,
        description =
            "When the backup was made, or how long ago (26h): what ended before is not read. "
                + "Default: all that Temporal has kept is.")
    private @Nullable Instant since;

    @Parameters(
        paramLabel = "SETTING",
        arity = "0..*",
        description = "A setting of the starter: --spring.datasource.url=..., say.")
    private List<String> settings = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      var root = Objects.requireNonNull(parent).root();
      requireSettings(settings, spec);
      root.console().progress("opening the ledger");
      var done = done(root);
      var report = done.report();
      if (root.json()) {
        json(root, done);
      } else {
        print(root.console(), done);
      }
      var isMissing = dryRun && !report.found().isEmpty();
      return report.isWhole() && !isMissing ? 0 : 1;
    }

    private Repair.Done done(Quaestor root) {
      try {
        return Repair.run(
            settings,
            since == null ? Instant.EPOCH : since,
            dryRun,
            id -> root.console().progress("reading {}", id));
      } catch (CannotStart why) {
        throw CommandFailed.because(CommandFailed.Kind.LOCAL, why.what(), why.remedy());
      } catch (StatusRuntimeException away) {
        throw CommandFailed.because(
            CommandFailed.Kind.LOCAL,
            "Temporal did not answer any more (%s).".formatted(away.getStatus().getCode()),
            "What was recorded until then stays. Run it again: it goes on from there.");
      }
    }

    private void json(Quaestor root, Repair.Done done) {
      var report = done.report();
      var document = QuaestorJson.mapper().createObjectNode();
      document.put("dryRun", dryRun).put("read", report.read()).put("closed", done.closed());
      document.put("events", report.events()).put("opened", report.opened());
      document.put("whole", report.isWhole());
      var list = document.putArray("found");
      for (var found : report.found()) {
        var one = list.addObject().put("workflowId", found.workflowId());
        one.put("events", found.events()).put("opened", found.opened());
        if (found.investigationId() != null) {
          one.put("investigationId", found.investigationId());
        }
        if (found.problem() != null) {
          one.put("problem", found.problem());
        }
      }
      var policies = document.putArray("policies");
      report.policies().forEach(policies::add);
      var unread = document.putArray("unread");
      report.unread().forEach(unread::add);
      root.console().json(document.toString());
    }

    private void print(Console console, Repair.Done done) {
      var report = done.report();
      report.found().stream().limit(SHOWN).forEach(found -> print(console, found));
      if (report.found().size() > SHOWN) {
        console.line("… and {} more; --json names all of them", report.found().size() - SHOWN);
      }
      report.policies().forEach(said -> console.line("{} {}", Console.warning("policy"), said));
      report.unread().forEach(said -> console.line("{} {}", Console.bad("unreadable"), said));
      console.line("{}", summary(done, dryRun));
    }

    private void print(Console console, Found found) {
      var what = found.opened() ? "the case and " + events(found.events()) : events(found.events());
      var whose = found.investigationId() == null ? found.workflowId() : found.investigationId();
      if (found.problem() != null) {
        console.line("{} {}  {}: {}", Console.bad("lost"), whose, what, found.problem());
      } else if (dryRun) {
        console.line("{} {}  {}", Console.warning("missing"), whose, what);
      } else {
        console.line("{} {}  {}", Console.good("recorded"), whose, what);
      }
    }

    private static String events(long events) {
      return Counted.of(events, "event", "events");
    }

    static String summary(Repair.Done done, boolean dryRun) {
      RepairReport report = done.report();
      var read = read(report);
      if (report.found().isEmpty()) {
        return read
            + (report.unread().isEmpty() ? "; nothing is missing." : "; nothing else is missing.")
            + closed(done);
      }
      var opened = Counted.of(report.opened(), "case", "cases");
      return dryRun
          ? "%s; %s and %s are missing. Nothing was recorded."
              .formatted(read, opened, events(report.events()))
          : "%s; %s and %s were missing.%s"
              .formatted(read, opened, events(report.events()), closed(done));
    }

    /** What could not be read is not whole. */
    private static String read(RepairReport report) {
      var read = Counted.of(report.read(), "workflow was read", "workflows were read");
      return report.unread().isEmpty()
          ? read
          : "%s, %s not be, and what is missing of it nobody knows"
              .formatted(read, Counted.of(report.unread().size(), "could", "could"));
    }

    private static String closed(Repair.Done done) {
      return done.closed() == 0
          ? ""
          : " "
              + Counted.of(
                  done.closed(),
                  "of what was open has no workflow, and is closed.",
                  "of what were open have no workflow, and are closed.");
    }
  }
}
