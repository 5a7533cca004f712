package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "assign",
    description = "Say who takes care of an investigation.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AssignCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(index = "0", paramLabel = "ID", description = "An investigation's id.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Who; without it, nobody from then on.")
  private @Nullable String assignee;

  AssignCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().assign(id, assignee);
    return root.answer(
        answer,
        () ->
            root.console()
                .line(
                    "{}  {}",
                    Console.strong(id),
                    assignee == null ? "nobody takes care of it" : assignee + " takes care of it"));
  }
}
