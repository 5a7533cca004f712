package dev.quaestor.starter.cli;

import com.google.re2j.Pattern;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.starter.policy.PolicyExample;
import dev.quaestor.starter.policy.PolicyExamples;
import dev.quaestor.starter.policy.PolicyProblem;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    description = "Run the examples that accompany a policy file; needs no server.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PolicyTestCommand implements Callable<Integer> {
  private static final Pattern ENDING = Pattern.compile("\\.ya?ml$");

  private final Quaestor root;

  @Parameters(paramLabel = "FILE", description = "The policy, a YAML file; - for standard input.")
  private String file = "";

  @Option(
      names = "--examples",
      paramLabel = "FILE",
      description = "The examples. Default: NAME.examples.yaml beside NAME.yaml.")
  private @Nullable String examples;

  @Spec private @Nullable CommandSpec spec;

  PolicyTestCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var beside = examples == null ? beside() : examples;
    var policy =
        PolicyCommand.valid(
            file, LocalFile.text(root.surroundings(), file, PolicyCommand.MAX_BYTES));
    if (examples == null && !Files.exists(root.surroundings().resolve(beside))) {
      throw CommandFailed.because(
          Kind.LOCAL,
          "Cannot read " + beside + ": there is no such file.",
          "The examples of a policy are expected beside it, in NAME.examples.yaml; --examples FILE "
              + "names others.",
          "Those of the default policy show their form: "
              + "starter/src/main/resources/dev/quaestor/starter/policy/default.examples.yaml");
    }
    var text = LocalFile.text(root.surroundings(), beside, PolicyCommand.MAX_BYTES);
    return switch (PolicyExamples.read(text)) {
      case PolicyExamples.Reading.Refused refused -> refused(beside, refused.problems());
      case PolicyExamples.Reading.Read read ->
          show(beside, read.examples().stream().map(e -> e.run(policy.policy())).toList());
    };
  }

  private String beside() {
    if (file.equals("-")) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "with standard input, --examples FILE is required");
    }
    return ENDING.matcher(file).replaceFirst("") + ".examples.yaml";
  }

  private int refused(String beside, List<PolicyProblem> problems) {
    if (root.json()) {
      var document = QuaestorJson.mapper().createObjectNode().put("passed", false);
      var list = document.putArray("problems");
      problems.forEach(
          p -> list.add(QuaestorJson.mapper().<tools.jackson.databind.JsonNode>valueToTree(p)));
      root.console().json(document.toString());
    } else {
      problems.forEach(p -> PolicyFindings.complain(root, beside, p));
    }
    return 1;
  }

  private int show(String beside, List<PolicyExample.Result> results) {
    var failed = results.stream().filter(r -> !r.passed()).count();
    if (root.json()) {
      json(results, failed == 0);
    } else {
      results.forEach(r -> show(beside, r));
      root.console()
          .line(
              "{} passed",
              Counted.of(results.size() - failed, results.size(), "example", "examples"));
    }
    return failed == 0 ? ExitCode.OK : 1;
  }

  private void show(String beside, PolicyExample.Result result) {
    var console = root.console();
    if (result.passed()) {
      console.line("{} {}", Console.good("✓"), result.example().name());
      return;
    }
    console.line(
        "{} {} {}",
        Console.bad("✗"),
        result.example().name(),
        Console.dim("(" + beside + ":" + result.example().line() + ")"));
    result.missing().forEach(m -> console.line("    {} {}", Console.bad("- expected"), m));
    result.unexpected().forEach(u -> console.line("    {} {}", Console.warning("+ planned"), u));
  }

  private void json(List<PolicyExample.Result> results, boolean passed) {
    var document = QuaestorJson.mapper().createObjectNode().put("passed", passed);
    var list = document.putArray("examples");
    for (var r : results) {
      var one =
          list.addObject()
              .put("name", r.example().name())
              .put("line", r.example().line())
              .put("passed", r.passed());
      r.missing().forEach(one.putArray("missing")::add);
      r.unexpected().forEach(one.putArray("unexpected")::add);
    }
    root.console().json(document.toString());
  }
}
