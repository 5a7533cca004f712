package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.QuaestorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "reject",
    description = "Reject pending actions.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RejectCommand implements Callable<Integer> {
  private final Quaestor root;
  @Mixin private DecisionOptions options = new DecisionOptions();

  RejectCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    return options.decide(root, QuaestorClient.Choice.REJECT, new ActionWait());
  }
}
