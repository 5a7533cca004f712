package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Stop a running investigation.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CancelCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(paramLabel = "ID", description = "An investigation's id.")
  private String id = "";

  @Option(names = "--rollback", description = "Undo what it did, newest first.")
  private boolean rollback;

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  CancelCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = root.api().cancel(id, comment, rollback);
    return root.answer(
        answer,
        () ->
            root.console()
                .line(
                    "{}  asked to stop{}  (./quaestor show {} shows how it ends)",
                    Console.strong(id),
                    rollback ? " and to undo what it did" : "",
                    id));
  }
}
