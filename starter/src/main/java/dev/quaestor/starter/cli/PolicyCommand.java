package dev.quaestor.starter.cli;

import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyProblem;
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
    description = "Check, show and change what may run by itself.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB")
final class PolicyCommand implements Runnable {
  private static final int MAX_BYTES = LocalFile.MIB;

  @Spec private @Nullable CommandSpec spec;

  private PolicyCommand() {}

  static CommandLine with(Quaestor root) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new Check(root))
        .addSubcommand(new Show(root))
        .addSubcommand(new Apply(root));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "say policy check, show or apply");
  }

  @Command(
      name = "check",
      description = "Look for errors in a policy file; needs no server.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Check implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "FILE", description = "YAML; - is standard input.")
    private String file = "";

    Check(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      return switch (PolicyFile.read(LocalFile.text(root.surroundings(), file, MAX_BYTES))) {
        case PolicyReading.Read read -> good();
        case PolicyReading.Refused refused -> bad(refused.problems());
      };
    }

    private int good() {
      if (root.json()) {
        root.console().json("{\"valid\":true,\"problems\":[]}");
      } else {
        root.console().line("{} {} is a valid policy", Console.good("✓"), file);
      }
      return ExitCode.OK;
    }

    private int bad(List<PolicyProblem> problems) {
      if (root.json()) {
        var document = QuaestorJson.mapper().createObjectNode().put("valid", false);
        var list = document.putArray("problems");
        problems.forEach(
            p -> list.add(QuaestorJson.mapper().<tools.jackson.databind.JsonNode>valueToTree(p)));
        root.console().json(document.toString());
      } else {
        for (var p : problems) {
          // The form that editors and CI systems jump from.
          root.console()
              .complain(
                  "{}:{}:{}: {}{}",
                  file,
                  p.line(),
                  p.column(),
                  p.path().isEmpty() ? "" : p.path() + ": ",
                  p.message());
        }
      }
      return 1;
    }
  }

  @Command(
      name = "show",
      description = "The policy in force.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Show implements Callable<Integer> {
    private final Quaestor root;

    Show(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().policy(root.json());
      if (root.json() && !answer.body().isObject()) {
        var document = QuaestorJson.mapper().createObjectNode().put("yaml", answer.text());
        root.console().json(document.toString());
        return ExitCode.OK;
      }
      return root.answer(answer, () -> root.console().document(answer.text()));
    }
  }

  @Command(
      name = "apply",
      description = "Put a policy in force, as a new revision; running cases keep theirs.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Apply implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "FILE", description = "YAML; - is standard input.")
    private String file = "";

    @Option(
        names = {"-c", "--comment"},
        paramLabel = "TEXT",
        description = "Why; it is kept with the revision.")
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
          () ->
              root.console()
                  .line("{} {} is in force{}", Console.good("✓"), file, revision(answer)));
    }

    private static String revision(ApiClient.Answer answer) {
      for (var name : List.of("revision", "number")) {
        if (answer.body().path(name).isNumber()) {
          return " as revision " + answer.body().path(name).asInt();
        }
      }
      return "";
    }
  }
}
