package dev.quaestor.tools;

import dev.quaestor.standalone.Main;
import dev.quaestor.tools.bench.BenchCommand;
import dev.quaestor.tools.chaos.ChaosCommand;
import dev.quaestor.tools.verdicts.AnalyzeCommand;
import picocli.CommandLine;

/** {@code ./quaestor} with all its verbs: those of the house, and the measuring ones. */
public final class ToolsMain {
  private ToolsMain() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Main.commandLine(new BenchCommand(), new AnalyzeCommand(), new ChaosCommand());
  }
}
