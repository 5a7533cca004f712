package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "policy",
    description = "Check, try, compare and change the policy.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB")
final class PolicyCommand implements Runnable {
  static final int MAX_BYTES = LocalFile.MIB;

  @Spec private @Nullable CommandSpec spec;

  private PolicyCommand() {}

  static CommandLine with(Quaestor root) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new Check(root))
        .addSubcommand(new PolicyTestCommand(root))
        .addSubcommand(new PolicyBacktestCommand(root))
        .addSubcommand(new Show(root))
        .addSubcommand(new Apply(root))
        .addSubcommand(new PolicyHistoryCommand(root))
        .addSubcommand(new PolicyDiffCommand(root))
        .addSubcommand(new PolicyStatisticsCommand(root))
        .addSubcommand(new Schema(root));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "a subcommand is missing: check, test, backtest, show, apply, history, diff, stats "
            + "or schema");
  }

  @Command(
      name = "check",
      description = "Check a policy file for errors and likely mistakes; needs no server.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Check implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "FILE", description = "A YAML file; - for standard input.")
    private String file = "";

    @Option(names = "--strict", description = "Treat warnings as errors.")
    private boolean strict;

    Check(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var reading = PolicyFile.read(LocalFile.text(root.surroundings(), file, MAX_BYTES));
      var good = PolicyFindings.show(root, file, reading);
      return good && !(strict && PolicyFindings.hasWarnings(reading)) ? ExitCode.OK : 1;
    }
  }

  @Command(
      name = "show",
      description = "Print the policy in force, or another revision.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Show implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(
        arity = "0..1",
        paramLabel = "REVISION",
        description = "Default: the revision in force.")
    private @Nullable Integer revision;

    Show(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer =
          revision == null
              ? root.api().policy(root.json())
              : root.api().policyRevision(revision, root.json());
      if (root.json() && !answer.body().isObject()) {
        var document = QuaestorJson.mapper().createObjectNode().put("yaml", answer.text());
        root.console().json(document.toString());
        return ExitCode.OK;
      }
      return root.answer(answer, () -> root.console().file(answer.text()));
    }
  }

  @Command(
      name = "apply",
      description = "Put a policy in force as a new revision; running investigations keep theirs.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Apply implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "FILE", description = "A YAML file; - for standard input.")
    private String file = "";

    @Option(
        names = {"-c", "--comment"},
        paramLabel = "TEXT",
        description = "The reason; it is kept with the revision.")
    private @Nullable String comment;

    Apply(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var text = LocalFile.text(root.surroundings(), file, MAX_BYTES);
      var answer = root.api().putPolicy(text.getBytes(StandardCharsets.UTF_8), comment);
      return root.answer(
          answer,
          () -> {
            PolicyFindings.showWarnings(root, file, answer.body().path("warnings"));
            root.console()
                .line(
                    answer.body().path("unchanged").asBoolean(false)
                        ? "{} {} is already in force{}; nothing was changed"
                        : "{} {} is in force{}",
                    Console.good("✓"),
                    file,
                    revision(answer));
          });
    }

    private static String revision(QuaestorClient.Answer answer) {
      for (var name : List.of("revision", "number")) {
        if (answer.body().path(name).isNumber()) {
          return " as revision " + answer.body().path(name).asInt();
        }
      }
      return "";
    }
  }

  @Command(
      name = "schema",
      description = "Print the JSON Schema of policy files, for editors; needs no server.",
      mixinStandardHelpOptions = true)
  static final class Schema implements Callable<Integer> {
    private final Quaestor root;

    Schema(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      root.console().document(PolicyFile.schema());
      return ExitCode.OK;
    }
  }

  /** A policy that must be one. */
  static PolicyReading.Read valid(String file, String text) {
    return switch (PolicyFile.read(text)) {
      case PolicyReading.Read read -> read;
      case PolicyReading.Refused refused ->
          throw CommandFailed.because(
              CommandFailed.Kind.LOCAL,
              file + " is not a valid policy.",
              refused.problems().stream().map(Object::toString).toArray(String[]::new));
    };
  }
}
