package dev.quaestor.starter.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "undo",
    description = "Take an action back.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UndoCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(paramLabel = "ACTION", description = "The id of an action that has run.")
  private String action = "";

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "Why; it is kept in the record.")
  private @Nullable String comment;

  UndoCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().undo(action, comment);
    return root.answer(
        answer,
        () ->
            root.console()
                .line(
                    "{}  undo {}  (./quaestor show {} tells how it goes)",
                    Console.strong(action),
                    Console.word(state(answer)),
                    action));
  }

  private static String state(ApiClient.Answer answer) {
    var state = Fields.text(answer.body(), "undo");
    return state.isEmpty() ? "RUNNING" : state;
  }
}
