package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Instant;
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
    description = "Export everything that was recorded, in other formats such as OCSF.",
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
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a subcommand is missing: ocsf");
  }

  @Command(
      name = "ocsf",
      description =
          "OCSF 1.3.0 events as JSON Lines, one event per line, oldest first; with or without "
              + "--json.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Ocsf implements Callable<Integer> {
    private final Quaestor root;

    @Option(
        names = "--since",
        paramLabel = "WHEN",
        converter = Moment.class,
        description =
            "At or after this time, or within this time span: 2026-03-01T10:00:00Z, 30d, 12h.")
    private @Nullable Instant since;

    @Option(
        names = "--until",
        paramLabel = "WHEN",
        converter = Moment.class,
        description = "Before this time, in the same form.")
    private @Nullable Instant until;

    @Option(
        names = "--investigation",
        paramLabel = "ID",
        description = "Only events of this investigation.")
    private @Nullable String investigation;

    @Option(
        names = "--class",
        paramLabel = "NUMBER",
        description = "2005, or 7001 to 7004; separate several by commas.")
    private @Nullable String classes;

    @Option(
        names = "--after",
        paramLabel = "N",
        description = "Continue after the event with this metadata.sequence.")
    private @Nullable Long after;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write to this file instead of standard output.")
    private @Nullable String output;

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
          root.console()
              .complain(
                  "{} received; continue with --after {}",
                  Counted.of(events, "event was", "events were"),
                  lastSequence());
        }
        throw broken;
      } catch (IOException | InvalidPathException e) {
        throw LocalFile.unwritable(String.valueOf(output), e);
      }
      if (output != null) {
        root.console()
            .complain("{} written to {}", Counted.of(events, "event was", "events were"), output);
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
      Paging.put(selection, "since", since);
      Paging.put(selection, "until", until);
      Paging.put(selection, "investigation", investigation);
      Paging.put(selection, "class", classes);
      Paging.put(selection, "after", after == null ? null : after.toString());
      return selection;
    }
  }
}
