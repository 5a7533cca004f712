package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "withdraw",
    description = "Withdraw a proposal of yours before it is decided.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class WithdrawCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(paramLabel = "ACTION", description = "The id of a proposed action.")
  private String action = "";

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "The reason; it is kept in the record.")
  private @Nullable String comment;

  WithdrawCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var answer = new ManualRoutes(root.api()).withdraw(action, comment);
    return root.answer(
        answer,
        () ->
            root.console()
                .line(
                    "{}  {}",
                    Console.strong(action),
                    Console.word(JsonAnswer.decision(answer.body()))));
  }
}
