package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "tag",
    description = "Set the tags of an investigation; they take the place of those before.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TagCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(index = "0", paramLabel = "ID", description = "An investigation's id.")
  private String id = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TAG",
      description = "A tag; without any, all are removed.")
  private List<String> tags = List.of();

  TagCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().tag(id, tags);
    return root.answer(
        answer,
        () ->
            root.console()
                .line(
                    "{}  {}",
                    Console.strong(id),
                    tags.isEmpty() ? "no tags" : String.join(", ", tags)));
  }
}
