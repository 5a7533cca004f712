package dev.quaestor.standalone;

import dev.quaestor.starter.cli.Quaestor;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code ./quaestor}: the starter's verbs, and those that need the whole house. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /**
   * The command line of the house, with further verbs.
   *
   * @param moreSubcommands instances of classes with picocli's {@code @Command}
   */
  public static CommandLine commandLine(Object... moreSubcommands) {
    var ofTheHouse =
        Stream.of(
            new UpCommand(),
            new DownCommand(),
            new DemoCommand(),
            new ReplayCommand(),
            new ProcessCommand.Starter(),
            new ProcessCommand.Worker(),
            new ProcessCommand.Lab(),
            new BootstrapCommand(),
            LedgerCommand.withVerbs(),
            new DoctorCommand());
    return Quaestor.commandLine(Stream.concat(ofTheHouse, Stream.of(moreSubcommands)).toArray());
  }
}
