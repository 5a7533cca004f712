package dev.quaestor.starter.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sign-in-link",
    description = "Print a link to the page that signs somebody in once, within 15 minutes.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SignInLinkCommand implements Callable<Integer> {
  private final Quaestor root;

  @Option(
      names = "--for",
      paramLabel = "NAME",
      description = "A local user; without it, the first administrator who is still to come.")
  private @Nullable String name;

  SignInLinkCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    return MadeSecret.show(
        root,
        root.api().signInLink(name),
        root.access().server().toString(),
        "path",
        "It works once, for 15 minutes. It is not shown again.");
  }
}
