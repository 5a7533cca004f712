package dev.quaestor.standalone;

import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.worker.WorkerCheckUp;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = "Start everything in one JVM: API, worker, lab tenant, Temporal.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UpCommand implements Callable<Integer> {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  @ParentCommand private @Nullable Quaestor parent;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private HouseOptions options = new HouseOptions();

  @Option(
      names = "-d",
      description = "Run in the background; the command returns when everything is up.")
  private boolean background;

  @Option(
      names = "--in-background",
      hidden = true,
      description = "What it prints goes into a file, which no sign-in link may get into.")
  private boolean inBackground;

  @Option(
      names = "--lab",
      paramLabel = "URL",
      description =
          "A lab tenant that runs elsewhere, such as http://127.0.0.1:8085. By default, one "
              + "is started.")
  private @Nullable URI lab;

  @Option(
      names = "--estate",
      paramLabel = Estate.FORM,
      split = ",",
      description =
          "Act on back ends of your own, without any lab tenant: Linux hosts of an inventory file,"
              + " or of the one beside the state that has HOST (USER@ADDRESS:PORT); and mail,"
              + " accounts, squid and unbound as the settings quaestor.imap, .keycloak, .squid and"
              + " .unbound tell. Nothing is trusted that is not written down.")
  private List<String> estate = List.of();

  @Override
  public Integer call() throws Exception {
    var root = java.util.Objects.requireNonNull(parent);
    // Before the second process is started that would find out the same.
    var own = estate(root);
    options.requireRoom(root, Home.of(root.surroundings()), lab, own);
    return background ? detach(root, own) : serve(root, own);
  }

  private @Nullable Estate estate(Quaestor root) {
    if (estate.isEmpty()) {
      return null;
    }
    if (lab != null) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "--lab and --estate cannot be combined: an estate of your own takes the place of the lab"
              + " tenant.");
    }
    var surroundings = root.surroundings();
    Standalone.keepQuiet();
    return Estate.of(
        estate,
        Home.of(surroundings),
        surroundings.environment(),
        () -> new WorkerCheckUp(Told.to("quaestor-worker", List.of())),
        surroundings::resolve);
  }

  private int serve(Quaestor root, @Nullable Estate own) throws InterruptedException {
    var started = System.nanoTime();
    var home = Home.of(root.surroundings());
    var house = options.start(root, home, lab, own);
    Runtime.getRuntime().addShutdownHook(new Thread(house::close, "shutdown"));
    Addresses.print(
        root, house.address(), started, inBackground ? null : home.file("admin-token"), own);
    if (!root.json()) {
      if (own == null) {
        tellBeside(root.console(), house);
      }
      root.console().line("Ctrl-C stops it.");
    }
    house.serve();
    return 0;
  }

  /** Who has set a back end of their own is told that it is acted on beside the lab tenant. */
  private static void tellBeside(Console console, Standalone house) {
    var own =
        house.backEnds().stream()
            .filter(name -> !name.equals("defender") && !name.equals("graph"))
            .toList();
    if (!own.isEmpty()) {
      console.line(
          "  acts on too      {}, as the environment or quaestor-worker.yml says; with --estate no lab"
              + " tenant is started",
          String.join(", ", own));
    }
  }

  /** The same command without {@code -d}, as a process of its own that outlives this one. */
  private int detach(Quaestor root, @Nullable Estate own) throws IOException, InterruptedException {
    var started = System.nanoTime();
    var home = Home.of(root.surroundings());
    var log = home.file("up.log");
    var process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    root.console().progress("starting (process {})", Long.toString(process.pid()));
    var giveUp = System.nanoTime() + STARTS_WITHIN.toNanos();
    var told = 0;
    while (System.nanoTime() < giveUp && process.isAlive()) {
      var running = home.running().filter(f -> f.pid() == process.pid());
      var steps = steps(log);
      steps.stream().skip(told).forEach(step -> root.console().progress("{}", step));
      told = steps.size();
      if (running.isPresent()) {
        Addresses.print(root, running.get(), started, home.file("admin-token"), own);
        if (!root.json()) {
          root.console().line("./quaestor down stops it.");
        }
        return 0;
      }
      Thread.sleep(100);
    }
    process.destroy();
    throw CommandFailed.because(
        CommandFailed.Kind.LOCAL, "It did not start. Its output:", tail(log));
  }

  /** What takes long at the start, as the process says it; it may be writing its last line yet. */
  private static List<String> steps(Path log) throws IOException {
    var text = java.nio.file.Files.readString(log);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(Standalone.STARTING))
        .toList();
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    var arguments =
        java.util.Objects.requireNonNull(spec).commandLine().getParent().getParseResult();
    arguments.originalArgs().stream().filter(a -> !a.equals("-d")).forEach(command::add);
    command.add("--in-background");
    return command;
  }

  private static String[] tail(Path log) throws IOException {
    var lines = java.nio.file.Files.readAllLines(log);
    return lines.subList(Math.max(0, lines.size() - 15), lines.size()).toArray(String[]::new);
  }

  /** Where everything is, for people. */
  static final class Addresses {
    private Addresses() {}

    /**
     * @param tokenFile the administrator's token, by which a link for the first sign-in is asked
     *     for; null where none is to be printed
     * @param estate what is acted on in place of a lab tenant; null for that
     */
    static void print(
        Quaestor root,
        ServerFile server,
        long startedNanos,
        @Nullable Path tokenFile,
        @Nullable Estate estate) {
      var console = root.console();
      var took = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0;
      if (root.json()) {
        console.json(QuaestorJson.mapper().writeValueAsString(server));
        return;
      }
      console.line("{} in {} s", Console.good("Quaestor is up"), "%.1f".formatted(took));
      console.line("  page             {}/", server.api());
      if (tokenFile != null) {
        firstLink(server, tokenFile)
            .ifPresent(
                path -> {
                  console.line("  sign in there    {}{}", server.api(), path);
                  console.line("                   The link works once, for 15 minutes.");
                });
      }
      console.line("  API              {}/api/v1", server.api());
      console.line("  API description  {}/v3/api-docs", server.api());
      if (estate == null) {
        console.line("  lab tenant       {}/lab", String.valueOf(server.lab()));
      } else {
        console.line("  acts on          {}", estate.sentence());
      }
      console.line(
          "  Temporal         {} ({})",
          String.valueOf(server.temporal()),
          String.valueOf(server.temporalKind()));
      console.line(
          "  Temporal Web UI  {}",
          server.webUi() == null ? "none (the in-JVM test server has no Web UI)" : server.webUi());
      console.line("  admin token      {}", token(root, String.valueOf(server.tokenFile())));
    }

    /** Empty once somebody has chosen a password: they know how to sign in. */
    private static Optional<String> firstLink(ServerFile server, Path tokenFile) {
      try {
        var token = java.nio.file.Files.readString(tokenFile).strip();
        var api = new QuaestorClient(URI.create(server.api()), () -> token);
        return Optional.of(api.signInLink(null).body().path("path").asString());
      } catch (CommandFailed | IOException e) {
        return Optional.empty();
      }
    }

    /** The server's file names it as seen from the folder of the state, which may be elsewhere. */
    private static String token(Quaestor root, String name) {
      var told = root.surroundings().environment().getOrDefault("QUAESTOR_HOME", "");
      return told.isEmpty()
          ? name
          : root.surroundings().resolve(told).resolve(name).toAbsolutePath().normalize().toString();
    }
  }
}
