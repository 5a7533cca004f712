package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Spelling;
import dev.quaestor.wire.QuaestorJson;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.databind.JsonNode;

/** How a command says that it failed: readable to people, a document to machines, a code to all. */
final class ExitCodes {
  private ExitCodes() {}

  static CommandLine handledBy(Quaestor root, CommandLine commandLine) {
    var console = root.console();
    var ansi = console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    return commandLine
        // "@file" is a target's syntax and not picocli's.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new java.io.PrintWriter(root.surroundings().out(), true))
        .setErr(new java.io.PrintWriter(root.surroundings().err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setParameterExceptionHandler((e, args) -> wrongUsage(console, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(root, command, e));
  }

  private static int wrongUsage(Console console, ParameterException told) {
    var e = unknownFirst(told);
    console.complain("{} {}", Console.bad("Wrong usage:"), String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      var word = unmatched.getUnmatched().getFirst();
      // What picocli suggests may be as far away as cancel is from help.
      var near = Spelling.nearest(word, unmatched.getSuggestions(), suggested -> suggested);
      if (near.isPresent()) {
        console.complain("Did you mean: {}", near.get());
      } else if (!unmatched.isUnknownOption()) {
        known(console, e.getCommandLine());
      }
    }
    console.complain("See: ./{} --help", e.getCommandLine().getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** Picocli misses a parameter before it says that it does not know an option. */
  private static ParameterException unknownFirst(ParameterException e) {
    var unmatched = e.getCommandLine().getUnmatchedArguments();
    return e instanceof MissingParameterException
            && unmatched.stream().anyMatch(word -> word.startsWith("-"))
        ? new UnmatchedArgumentException(e.getCommandLine(), unmatched)
        : e;
  }

  private static void known(Console console, CommandLine command) {
    if (!command.getSubcommands().isEmpty()) {
      console.complain(
          "The commands are: {}", String.join(", ", command.getSubcommands().keySet()));
    }
  }

  private static int failed(Quaestor root, CommandLine command, Exception e) {
    switch (e) {
      case CommandFailed failure -> say(root, failure);
      case ParameterException wrong -> {
        return wrongUsage(root.console(), wrong);
      }
      default -> {
        root.console()
            .complain(
                "{} {} failed unexpectedly: {}",
                Console.bad("✗"),
                command.getCommandName(),
                e.toString());
        if (root.surroundings().environment().containsKey("QUAESTOR_DEBUG")) {
          e.printStackTrace(root.surroundings().err());
        } else {
          root.console().complain("Set QUAESTOR_DEBUG=1 to see where.");
        }
      }
    }
    return 1;
  }

  /** Says it; in JSON mode the problem document goes to standard output, the words to the other. */
  static void say(Quaestor root, CommandFailed failure) {
    var console = root.console();
    if (root.json()) {
      console.json(document(failure).toString());
    }
    console.complain("{} {}", Console.bad("✗"), String.valueOf(failure.getMessage()));
    failure.advice().forEach(line -> console.complain("  {}", line));
  }

  static JsonNode document(CommandFailed failure) {
    var problem = failure.problem();
    if (problem != null) {
      return problem;
    }
    var document =
        QuaestorJson.mapper()
            .createObjectNode()
            .put("type", "about:blank")
            .put("title", failure.kind().name())
            .put("detail", failure.getMessage());
    if (!failure.advice().isEmpty()) {
      failure.advice().forEach(document.putArray("advice")::add);
    }
    return document;
  }
}
