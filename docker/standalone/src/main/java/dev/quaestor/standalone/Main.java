package dev.quaestor.standalone;

import dev.quaestor.standalone.verdicts.AnalyzeCommand;
import dev.quaestor.starter.cli.Quaestor;
import picocli.CommandLine;

/** {@code ./quaestor}: the starter's verbs, and those that need the whole house. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Quaestor.commandLine(
        new UpCommand(),
        new DownCommand(),
        new DemoCommand(),
        new ReplayCommand(),
        new BenchCommand(),
        new AnalyzeCommand());
  }
}
