package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.CliEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Somebody who types commands and reads what comes back. */
final class Terminal {
  /** What came back. */
  record Screen(int exit, String out, String err) {}

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String input = "";
  private boolean person;

  Terminal(Path folder) {
    this.folder = folder;
  }

  static Terminal in(Path folder, CannedApi api) {
    return new Terminal(folder)
        .with("QUAESTOR_SERVER", api.address())
        .with("QUAESTOR_TOKEN", CannedApi.TOKEN);
  }

  Terminal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Terminal typing(String text) {
    input = text;
    return this;
  }

  Terminal readByAPerson() {
    person = true;
    return this;
  }

  Screen run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var surroundings =
        new CliEnvironment(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            folder,
            person);
    var exit = Quaestor.commandLine(surroundings).execute(arguments);
    return new Screen(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
