package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.client.ServerAccess;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.view.BuildVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code quaestor}. Its verbs are subcommands; whoever has more of them composes them
 * in with {@link #commandLine(Object...)}, and they reach this root with {@code @ParentCommand}.
 *
 * <p>Exit codes: 0 done; 1 the server or the world says no; 2 wrong usage.
 */
@Command(
    name = "quaestor",
    description = "Automated investigation and remediation of security alerts.",
    mixinStandardHelpOptions = true,
    versionProvider = Quaestor.Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "VERB",
    usageHelpAutoWidth = false,
    usageHelpWidth = Console.WIDTH,
    footer = {
      "",
      "Server: --server, else QUAESTOR_SERVER, else the one named in .quaestor/server.json",
      "here, in a parent folder or under QUAESTOR_HOME, else " + ServerAccess.DEFAULT_SERVER + ".",
      "Token: --token-file, else QUAESTOR_TOKEN, else the file that server.json names.",
      "Exit codes: 0 success; 1 refused or failed; 2 wrong usage."
    })
public final class Quaestor implements Runnable {
  private final CliEnvironment surroundings;
  private final Console console;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document to standard output, for machines.")
  private boolean json;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      converter = Address.class,
      description = "The server's address, such as " + ServerAccess.DEFAULT_SERVER + ".")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "A file that contains the bearer token.")
  private @Nullable String tokenFile;

  /** A server's address, which stays the text that it was. */
  static final class Address implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!ServerAccess.isAddress(text)) {
        throw new TypeConversionException(
            "\"" + text + "\" is not an address such as " + ServerAccess.DEFAULT_SERVER);
      }
      return text;
    }
  }

  @Spec private @Nullable CommandSpec spec;

  private @Nullable ServerAccess access;
  private @Nullable QuaestorClient api;
  private boolean warned;

  private Quaestor(CliEnvironment surroundings) {
    this.surroundings = surroundings;
    this.console = new Console(surroundings);
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /**
   * The command line in this process, with further verbs.
   *
   * @param moreSubcommands instances of classes with picocli's {@code @Command}
   */
  public static CommandLine commandLine(Object... moreSubcommands) {
    return commandLine(CliEnvironment.ofProcess(), moreSubcommands);
  }

  /** The same in other surroundings. */
  public static CommandLine commandLine(CliEnvironment surroundings, Object... moreSubcommands) {
    var root = new Quaestor(surroundings);
    var commandLine =
        new CommandLine(root)
            .addSubcommand(new CommandLine.HelpCommand())
            .addSubcommand(new InvestigateCommand(root))
            .addSubcommand(new ListCommand(root))
            .addSubcommand(new ShowCommand(root))
            .addSubcommand(new PendingCommand(root))
            .addSubcommand(new ApproveCommand(root))
            .addSubcommand(new RejectCommand(root))
            .addSubcommand(new UndoCommand(root))
            .addSubcommand(new ActCommand(root))
            .addSubcommand(new WithdrawCommand(root))
            .addSubcommand(new HuntCommand(root))
            .addSubcommand(MailCommand.with(root))
            .addSubcommand(new FileCommand(root))
            .addSubcommand(new ScriptsCommand(root))
            .addSubcommand(new ArtifactCommand(root))
            .addSubcommand(new CancelCommand(root))
            .addSubcommand(new NoteCommand(root))
            .addSubcommand(new AssignCommand(root))
            .addSubcommand(new TagCommand(root))
            .addSubcommand(new ClassifyCommand(root))
            .addSubcommand(new MissedCommand(root))
            .addSubcommand(IndicatorCommand.with(root))
            .addSubcommand(PolicyCommand.with(root))
            .addSubcommand(ExportCommand.with(root))
            .addSubcommand("webhook", ReceiverCommand.with(root, ReceiverCommand.Kind.WEBHOOK))
            .addSubcommand("notice", ReceiverCommand.with(root, ReceiverCommand.Kind.NOTICE))
            .addSubcommand(TokenCommand.with(root))
            .addSubcommand(UserCommand.with(root))
            .addSubcommand(new SignInLinkCommand(root))
            .addSubcommand(new WhoAmICommand(root))
            .addSubcommand(new KpisCommand(root))
            .addSubcommand(new StatusCommand(root));
    for (var more : moreSubcommands) {
      commandLine.addSubcommand(more);
    }
    return ExitCodes.handledBy(root, commandLine);
  }

  /** Only {@code quaestor}: what there is. */
  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  public CliEnvironment surroundings() {
    return surroundings;
  }

  public Console console() {
    return console;
  }

  /** Whether a machine reads: one JSON document on standard output and nothing else there. */
  public boolean json() {
    return json;
  }

  /** The API of the server that options, environment or {@code server.json} name. */
  public synchronized QuaestorClient api() {
    if (api == null) {
      var chosen = access().server();
      api = new QuaestorClient(chosen, () -> token(chosen));
    }
    return api;
  }

  private synchronized String token(URI chosen) {
    var token = access().token(chosen);
    if (!warned
        && "http".equalsIgnoreCase(chosen.getScheme())
        && !ServerAccess.isLoopback(chosen)) {
      console.complain("{} The token is sent unencrypted to {}.", Console.warning("!"), chosen);
      warned = true;
    }
    return token;
  }

  synchronized ServerAccess access() {
    if (access == null) {
      access = new ServerAccess(surroundings, server, tokenFile);
    }
    return access;
  }

  /** Shows an answer to a machine as it is, or to a person as the verb words it. */
  int answer(QuaestorClient.Answer answer, Runnable forPeople) {
    if (json) {
      console.json(answer.text().isBlank() ? "{}" : answer.text());
    } else {
      forPeople.run();
    }
    return CommandLine.ExitCode.OK;
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "quaestor %s, Java %s".formatted(BuildVersion.text(), Runtime.version())
      };
    }
  }
}
