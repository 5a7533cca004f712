package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.wire.QuaestorJson;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "classify",
    description =
        "Classify an alert or a piece of evidence; for a false positive, the undo of what "
            + "was done because of it is proposed.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(
      index = "0",
      paramLabel = "ALERT|INVESTIGATION",
      description = "An alert's id, or an investigation's id followed by the evidence.")
  private String subject = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ENTITY-KEY",
      description = "The evidence, as named by show --json.")
  private @Nullable String entityKey;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "CLASSIFICATION",
      description = "false-positive, informational-expected-activity or true-positive.")
  private String classification = "";

  @Option(
      names = "--determination",
      required = true,
      paramLabel = "WHY",
      description =
          "For example not-malicious, line-of-business-application, malware, phishing or other.")
  private String determination = "";

  @Option(
      names = "--investigation",
      paramLabel = "ID",
      description = "The investigation, if several have an alert with this id.")
  private @Nullable String investigation;

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  ClassifyCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var body =
        QuaestorJson.mapper()
            .createObjectNode()
            .put("classification", Objects.requireNonNull(Paging.upper(classification)))
            .put("determination", Objects.requireNonNull(Paging.upper(determination)));
    if (comment != null) {
      body.put("comment", comment);
    }
    if (entityKey != null) {
      body.put("entityKey", entityKey);
    }
    if (investigation != null) {
      body.put("investigationId", investigation);
    }
    var answer =
        entityKey == null
            ? root.api().classifyAlert(subject, body)
            : root.api().classifyEvidence(subject, body);
    return root.answer(answer, () -> show(answer.body()));
  }

  private void show(JsonNode review) {
    var console = root.console();
    console.line(
        "{}  {}", Console.strong(subject), Console.word(JsonAnswer.text(review, "classification")));
    for (var proposal : review.path("proposals")) {
      console.line(
          "  {}  waiting for an approver: {}",
          Console.strong(JsonAnswer.text(proposal, "actionId")),
          JsonAnswer.text(proposal, "summary"));
    }
    for (var remaining : review.path("notUndoable")) {
      console.line(
          "  {}  stays in place: {}",
          JsonAnswer.text(remaining, "summary"),
          JsonAnswer.text(remaining, "because"));
    }
    if (review.path("running").asBoolean(false)) {
      console.line("  {}", Console.dim("The investigation is still running and judges again."));
    }
  }
}
