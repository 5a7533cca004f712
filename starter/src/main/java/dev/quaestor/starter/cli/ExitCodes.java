package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Spelling;
import dev.quaestor.wire.QuaestorJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a command says that it failed: readable to people, a document to machines, a code to all. */
final class ExitCodes {
  private static final String WRONG_USAGE = "urn:quaestor:problem:wrong-usage";
  private static final String UNEXPECTED = "urn:quaestor:problem:unexpected";

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
        .setExecutionStrategy(parsed -> run(root, parsed))
        .setParameterExceptionHandler((e, args) -> wrongUsage(root, e, args))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(root, command, e));
  }

  private static int run(Quaestor root, ParseResult parsed) {
    var lost = parsed.originalArgs().stream().filter(ExitCodes::isSpoilt).findFirst();
    if (lost.isPresent()) {
      throw new ParameterException(parsed.commandSpec().commandLine(), spoilt(root, lost.get()));
    }
    // With --help, picocli overlooks a verb that there is not.
    for (var part = parsed; part != null; part = part.subcommand()) {
      var command = part.commandSpec().commandLine();
      if (!part.unmatched().isEmpty() && !command.getSubcommands().isEmpty()) {
        throw new UnmatchedArgumentException(command, part.unmatched());
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** What cannot be read in the locale's encoding has become this character before we see it. */
  private static boolean isSpoilt(String argument) {
    return argument.indexOf('\uFFFD') >= 0;
  }

  private static String spoilt(Quaestor root, String argument) {
    return ("the argument \"%s\" cannot be read in the encoding of the locale (%s);"
            + " choose one in UTF-8, such as LC_ALL=C.UTF-8")
        .formatted(argument, locale(root.surroundings().environment()));
  }

  private static String locale(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
        .findFirst()
        .map(name -> name + "=" + environment.get(name))
        .orElse("none is set");
  }

  private static int wrongUsage(Quaestor root, ParameterException told, String... args) {
    var console = root.console();
    var e = unknownFirst(told);
    var lost = Arrays.stream(args).filter(ExitCodes::isSpoilt).findFirst();
    var why = lost.map(argument -> spoilt(root, argument)).orElseGet(() -> why(e));
    var see = "See: ./%s --help".formatted(e.getCommandLine().getCommandSpec().qualifiedName());
    if (wantsJson(root, args)) {
      var document = document(WRONG_USAGE, "Wrong usage", why);
      document.putArray("advice").add(see);
      console.json(document.toString());
    }
    console.complain("{} {}", Console.bad("Wrong usage:"), why);
    console.complain("{}", see);
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

  /** The word may stand behind the one that kept the others from being read. */
  private static boolean wantsJson(Quaestor root, String... args) {
    return root.json()
        || Arrays.stream(args).takeWhile(arg -> !arg.equals("--")).anyMatch("--json"::equals);
  }

  private static String why(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(e.getCommandLine(), unmatched);
    }
    // The command "help" says it so of a verb that it does not find.
    return e.getArgSpec() == null && e.getValue() != null
        ? unknownVerb(e.getCommandLine(), e.getValue())
        : String.valueOf(e.getMessage());
  }

  private static String unmatched(CommandLine command, UnmatchedArgumentException e) {
    var word = e.getUnmatched().getFirst();
    if (e.isUnknownOption()) {
      var known =
          command.getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .map(OptionSpec::longestName)
              .toList();
      return "the option " + Word.unknown(word.split("=", 2)[0], known);
    }
    return command.getSubcommands().isEmpty()
        ? "\"%s\" is one argument too many".formatted(word)
        : unknownVerb(command, word);
  }

  private static String unknownVerb(CommandLine command, String word) {
    var own = List.copyOf(command.getSubcommands().keySet());
    var nearest =
        Spelling.nearest(word, own, name -> name)
            .or(() -> Spelling.nearest(word, ofVerbs(command), ExitCodes::lastWord));
    return "the command " + Word.unknown(word, nearest, own);
  }

  /** The verbs of the verbs, as {@code mail search}. */
  private static List<String> ofVerbs(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(
            verb ->
                verb.getValue().getSubcommands().keySet().stream()
                    .map(name -> verb.getKey() + " " + name))
        .toList();
  }

  private static String lastWord(String words) {
    return words.substring(words.lastIndexOf(' ') + 1);
  }

  private static int failed(Quaestor root, CommandLine command, Exception e) {
    switch (e) {
      case CommandFailed failure -> say(root, failure);
      case ParameterException wrong -> {
        return wrongUsage(root, wrong);
      }
      default -> {
        if (root.json()) {
          root.console().json(document(UNEXPECTED, "Failed unexpectedly", e.toString()).toString());
        }
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
        document("about:blank", failure.kind().name(), String.valueOf(failure.getMessage()));
    if (!failure.advice().isEmpty()) {
      failure.advice().forEach(document.putArray("advice")::add);
    }
    return document;
  }

  private static ObjectNode document(String type, String title, String detail) {
    return QuaestorJson.mapper()
        .createObjectNode()
        .put("type", type)
        .put("title", title)
        .put("detail", detail);
  }
}
