package dev.quaestor.tools.verdicts;

import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.wire.QuaestorJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Somebody who types commands in a folder where nothing was started. */
record Terminal(Path folder, String input) {

  /** What came back. */
  record Screen(int exit, String out, String err) {
    List<JsonNode> objects() {
      return out.lines().map(line -> QuaestorJson.mapper().readTree(line)).toList();
    }
  }

  static Terminal in(Path folder) {
    return new Terminal(folder, "");
  }

  Screen run(Object command, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var surroundings =
        new CliEnvironment(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            folder,
            false);
    var exit = Quaestor.commandLine(surroundings, command).execute(arguments);
    return new Screen(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
