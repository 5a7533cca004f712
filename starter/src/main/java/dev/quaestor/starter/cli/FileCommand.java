package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "file",
    description = "Show what is known about a file, where it was seen and what was done to it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FileCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(
      paramLabel = "HASH",
      description = "SHA-256, SHA-1 or MD5, or sha256:HASH as indicators are written.")
  private String hash = "";

  FileCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = new ManualRoutes(root.api()).file(plain(hash));
    return root.answer(answer, () -> show(answer.body()));
  }

  /** An indicator's kind may be before it; the length says as much. */
  private static String plain(String given) {
    var kind = given.substring(0, given.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    return Set.of("sha256:", "sha1:", "md5:").contains(kind)
        ? given.substring(kind.length())
        : given;
  }

  private void show(JsonNode file) {
    var console = root.console();
    console.line("{}", Console.strong(JsonAnswer.text(file, "hash")));
    var notAsked = JsonAnswer.text(file, "notAsked");
    if (!notAsked.isEmpty()) {
      console.line("{} {}", Console.warning("!"), notAsked);
    } else if (file.path("knownBy").isEmpty()) {
      console.line("No back end knows it.");
    }
    for (var facts : file.path("knownBy")) {
      console.line(
          "{}: {} {}  prevalence {}  signed by {}",
          JsonAnswer.text(facts, "source"),
          JsonAnswer.text(facts, "determination"),
          JsonAnswer.text(facts, "determinationValue"),
          shown(facts, "globalPrevalence"),
          shown(facts, "signer"));
    }
    var seen = new Table().whole("INVESTIGATION").text("WHAT").text("DEVICE").whole("VERDICT");
    for (var sighting : file.path("seen")) {
      seen.row(
          JsonAnswer.text(sighting, "investigationId"),
          JsonAnswer.text(sighting, "label"),
          JsonAnswer.text(sighting, "deviceId"),
          Console.word(JsonAnswer.text(sighting, "verdict")));
    }
    printUnlessEmpty(seen);
    var actions = new Table().whole("ACTION").text("WHAT").whole("DECISION").whole("EXECUTION");
    for (var action : file.path("actions")) {
      actions.row(
          Console.strong(JsonAnswer.text(action, "actionId")),
          JsonAnswer.summary(action),
          Console.word(JsonAnswer.text(action, "decision")),
          Console.word(JsonAnswer.text(action, "execution")));
    }
    printUnlessEmpty(actions);
  }

  private void printUnlessEmpty(Table table) {
    if (!table.isEmpty()) {
      root.console().print(table);
    }
  }

  private static String shown(JsonNode facts, String name) {
    var text = JsonAnswer.text(facts, name);
    return text.isEmpty() ? "unknown" : text;
  }
}
