package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.text.Counted;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "artifact",
    description = "Download the package, sample or script output that an action collected.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A sample may be malware: it is written unchanged, and never over an existing file."
    })
final class ArtifactCommand implements Callable<Integer> {
  private final Quaestor root;

  @Parameters(paramLabel = "ACTION", description = "The id of an action that has run.")
  private String action = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write; it must not exist yet.")
  private String output = "";

  ArtifactCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var bytes = new ManualRoutes(root.api()).artifact(action, file());
    if (root.json()) {
      root.console().json(ManualRoutes.object().put("file", output).put("bytes", bytes).toString());
    } else {
      root.console().line("{}  {}", Console.strong(output), Counted.of(bytes, "byte", "bytes"));
    }
    return ExitCode.OK;
  }

  private Path file() {
    try {
      return root.surroundings().resolve(output);
    } catch (InvalidPathException e) {
      throw LocalFile.unwritable(output, e);
    }
  }
}
