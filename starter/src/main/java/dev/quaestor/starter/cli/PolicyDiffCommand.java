package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.starter.policy.PolicyDiff;
import dev.quaestor.starter.policy.TextDiff;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "diff",
    description = "Compare two revisions, or a revision and a file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PolicyDiffCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(index = "0", paramLabel = "FROM", description = "A revision's number.")
  private int from;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TO",
      description = "A revision's number or a file. Default: the policy in force.")
  private @Nullable String to;

  @Option(names = "--text", description = "Also show a unified diff of the text.")
  private boolean text;

  PolicyDiffCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (to == null || to.matches("\\d{1,9}")) {
      var answer = root.api().policyDiff(from, to);
      return root.answer(answer, () -> show(answer.body()));
    }
    var document = withFile(to);
    if (root.json()) {
      root.console().json(document.toString());
    } else {
      show(document);
    }
    return ExitCode.OK;
  }

  /** The same document as the server's, whose other side is a file here. */
  private JsonNode withFile(String file) {
    var there = root.api().policyRevision(from, false).text();
    var here = LocalFile.text(root.surroundings(), file, PolicyCommand.MAX_BYTES);
    var document = QuaestorJson.mapper().createObjectNode().put("from", from).put("to", file);
    var changes = document.putArray("changes");
    for (var change :
        PolicyDiff.between(
            PolicyCommand.valid("Revision " + from, there).policy(),
            PolicyCommand.valid(file, here).policy())) {
      changes.add(QuaestorJson.mapper().<JsonNode>valueToTree(change));
    }
    return document.put("text", TextDiff.unified("revision " + from, file, there, here));
  }

  private void show(JsonNode diff) {
    var console = root.console();
    for (var c : diff.path("changes")) {
      var kind = c.path("kind").asString("");
      console.line("{} {}", kind(kind), c.path("path").asString(""));
      for (var side : List.of("from", "to")) {
        if (c.path(side).isString()) {
          console.line("    {} {}", side.equals("from") ? "-" : "+", c.path(side).asString());
        }
      }
    }
    if (diff.path("changes").isEmpty()) {
      console.line("They have the same content.");
    }
    if (text) {
      console.document(diff.path("text").asString(""));
    }
  }

  private static Console.Styled kind(String kind) {
    return switch (kind) {
      case "ADDED" -> Console.good(kind);
      case "REMOVED" -> Console.bad(kind);
      default -> Console.warning(kind);
    };
  }
}
