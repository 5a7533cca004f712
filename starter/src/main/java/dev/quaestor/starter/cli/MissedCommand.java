package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.wire.QuaestorJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "missed",
    description = "Report something bad that an investigation missed, and investigate it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MissedCommand implements Callable<Integer> {
  private final Quaestor root;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "INVESTIGATION",
      description = "The investigation that missed it.")
  private String investigation = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "What was missed, as a target of act.")
  private String target = "";

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  MissedCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var body = QuaestorJson.mapper().createObjectNode();
    try {
      body.set("entity", ActionTarget.parse(target, root.surroundings()));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (comment != null) {
      body.put("comment", comment);
    }
    var answer = root.api().missed(investigation, body);
    return root.answer(
        answer,
        () ->
            root.console()
                .line(
                    "{}  investigates what {} missed",
                    Console.strong(JsonAnswer.text(answer.body(), "investigationId")),
                    investigation));
  }
}
