package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "note",
    description = "Write a note into an investigation's file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class NoteCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(index = "0", paramLabel = "ID", description = "An investigation's id.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "The note; it cannot be changed.")
  private String text = "";

  NoteCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().note(id, text);
    return root.answer(answer, () -> root.console().line("{}  noted", Console.strong(id)));
  }
}
