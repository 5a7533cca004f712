package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.QuaestorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "approve",
    description = "Approve pending actions.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ApproveCommand implements Callable<Integer> {
  private final Quaestor root;
  @Mixin private DecisionOptions options = new DecisionOptions();
  @Mixin private ActionWait wait = new ActionWait();

  ApproveCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    return options.decide(root, QuaestorClient.Choice.APPROVE, wait);
  }
}
