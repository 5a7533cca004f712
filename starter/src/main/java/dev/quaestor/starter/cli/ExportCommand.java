package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import dev.quaestor.starter.policy.Durations;
import dev.quaestor.wire.QuaestorJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

@Command(
    name = "export",
    description = "All that was recorded, in other formats, such as OCSF.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "FORMAT")
final class ExportCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private ExportCommand() {}

  static CommandLine with(Quaestor root) {
    return new CommandLine(new ExportCommand()).addSubcommand(new Ocsf(root));
  }

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "say export ocsf");
  }

  @Command(
      name = "ocsf",
      description = "OCSF 1.3.0 events, one per line, oldest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Ocsf implements Callable<Integer> {
    private final Quaestor root;

    @Option(
        names = "--since",
        paramLabel = "WHEN",
        description = "From a time on, or for so long: 2026-03-01T10:00:00Z, 30d, 12h.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "WHEN", description = "What happened before, likewise.")
    private @Nullable String until;

    @Option(names = "--investigation", paramLabel = "ID", description = "Of this one alone.")
    private @Nullable String investigation;

    @Option(
        names = "--class",
        paramLabel = "NUMBER",
        description = "2005 or 7001 to 7004; several with commas.")
    private @Nullable String classes;

    @Option(
        names = "--after",
        paramLabel = "N",
        description = "Go on after the event whose metadata.sequence this is.")
    private @Nullable Long after;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write there instead of to standard output.")
    private @Nullable String output;

    @Spec private @Nullable CommandSpec spec;
    private long events;
    private @Nullable String lastLine;

    Ocsf(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var selection = selection();
      try {
        if (output == null) {
          root.api().exportOcsf(selection, line -> took(line, null));
        } else {
          toFile(output, selection);
        }
      } catch (CommandFailed broken) {
        if (broken.kind() == Kind.UNREACHABLE && events > 0) {
          root.console().complain("{} events came; go on with --after {}", events, lastSequence());
        }
        throw broken;
      } catch (IOException | InvalidPathException e) {
        throw CommandFailed.because(
            Kind.LOCAL, "Cannot write " + output + ": " + e.getMessage() + ".");
      }
      if (output != null) {
        root.console().complain("{} events are in {}", events, output);
      }
      return ExitCode.OK;
    }

    private void toFile(String name, Map<String, String> selection) throws IOException {
      try (var file = Files.newBufferedWriter(root.surroundings().resolve(name))) {
        root.api().exportOcsf(selection, line -> took(line, file));
      }
    }

    private void took(String line, @Nullable BufferedWriter file) throws IOException {
      if (file == null) {
        root.console().json(line);
      } else {
        file.write(line);
        file.write('\n');
      }
      events++;
      lastLine = line;
    }

    private String lastSequence() {
      try {
        return QuaestorJson.mapper()
            .readTree(lastLine == null ? "" : lastLine)
            .path("metadata")
            .path("sequence")
            .asString();
      } catch (JacksonException e) {
        return "N of the last whole line";
      }
    }

    private Map<String, String> selection() {
      var selection = new LinkedHashMap<String, String>();
      Paging.put(selection, "since", time("--since", since));
      Paging.put(selection, "until", time("--until", until));
      Paging.put(selection, "investigation", investigation);
      Paging.put(selection, "class", classes);
      Paging.put(selection, "after", after == null ? null : after.toString());
      return selection;
    }

    private @Nullable String time(String option, @Nullable String text) {
      if (text == null) {
        return null;
      }
      var ago = Durations.parse(text);
      if (ago.isPresent()) {
        return Instant.now().minus(ago.get()).toString();
      }
      try {
        return Instant.parse(text.strip()).toString();
      } catch (DateTimeParseException e) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            option
                + ": \""
                + text
                + "\" is neither a time as 2026-03-01T10:00:00Z nor a span as 30d");
      }
    }
  }
}
