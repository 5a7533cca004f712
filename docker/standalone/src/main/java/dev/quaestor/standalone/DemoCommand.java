package dev.quaestor.standalone;

import dev.quaestor.standalone.estate.OpenEstate;
import dev.quaestor.standalone.temporal.Temporals;
import dev.quaestor.starter.cli.CaseFollower;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = "Start from scratch, send the four sample alerts and follow them live.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  /** The alerts, in the order they are told. */
  private static final List<String> ALERTS =
      List.of(
          "1-malicious-file.json",
          "2-suspicious-process.json",
          "3-reported-phish.eml",
          "4-harmless.json");

  @ParentCommand private @Nullable Quaestor parent;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private HouseOptions options = new HouseOptions();

  @Option(
      names = "--exit",
      description = "Also act as the approver, check every effect at the back ends, and exit.")
  private boolean exit;

  @Option(
      names = "--estate",
      paramLabel = "open",
      description =
          "Tell the story on real back ends in place of the lab tenant: a Linux host, Dovecot,"
              + " squid, unbound and Keycloak, as far as they are installed and this may start"
              + " them.")
  private @Nullable String estate;

  @Option(
      names = "--keycloak",
      paramLabel = "FOLDER",
      description = "An unpacked Keycloak, for --estate open.")
  private @Nullable String keycloak;

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    var home = Home.of(root.surroundings()).within("demo");
    requireSense();
    // What runs is not to be taken for what a killed demo left.
    options.requireRoom(root, home, null, estate == null ? null : Estate.none());
    // What that left would go on without the file that names it.
    Temporals.endLeftBehind(home.state());
    OpenEstate.end(home.file("estate"));
    // A demo is told from its beginning, and what was tried before stays where it is.
    home.emptied();
    return estate == null
        ? onTheLab(root, home)
        : new OpenDemo(root, options).play(home, keycloak(root), exit);
  }

  private void requireSense() {
    var given = Objects.requireNonNull(spec).commandLine().getParseResult();
    if (estate != null && !estate.equals("open")) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "\"%s\" is no estate of the demo; the only one is called open.".formatted(estate),
          "--estate open starts real back ends here; without --estate the demo runs on the lab"
              + " tenant.",
          "Back ends of your own: ./quaestor up --estate " + Estate.FORM);
    }
    if (estate != null && given.hasMatchedOption("--lab-port")) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "--lab-port and --estate cannot be combined: the estate takes the place of the lab"
              + " tenant.");
    }
    if (estate == null && keycloak != null) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "--keycloak belongs to --estate open, and that is missing.");
    }
  }

  private @Nullable Path keycloak(Quaestor root) {
    return keycloak == null ? null : root.surroundings().resolve(keycloak).toAbsolutePath();
  }

  private Integer onTheLab(Quaestor root, Home home) throws IOException, InterruptedException {
    var console = root.console();
    var started = System.nanoTime();
    var house = options.start(root, home);
    var stop = new Thread(house::close, "shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    UpCommand.Addresses.print(root, house.address(), started, home.file("admin-token"), null);

    var token = Files.readString(home.file("admin-token")).strip();
    var api = new QuaestorClient(java.net.URI.create(house.address().api()), () -> token);
    var cases = submit(console, api);
    var follower = new CaseFollower(api, console);
    follower.follow(cases, CaseFollower.Until.PENDING);
    var pending = new PendingCommands(console, api).print();
    if (!exit) {
      stayUp(console, house);
      return 0;
    }
    var good = new DemoApprover(console, api, follower, house).play(cases, pending);
    house.close();
    Runtime.getRuntime().removeShutdownHook(stop);
    return good ? 0 : 1;
  }

  static void stayUp(Console console, Standalone house) throws InterruptedException {
    console.line("");
    console.line("Decide what waits at {}/, signed in by the link above.", house.address().api());
    console.line("It stays up until Ctrl-C. From another terminal:");
    console.line("  ./quaestor pending        what is waiting for you");
    console.line("  ./quaestor list           the investigations");
    console.line("  ./quaestor show ID --log  everything that happened in one");
    house.serve();
  }

  private static List<String> submit(Console console, QuaestorClient api) throws IOException {
    console.line("");
    console.line("{}", Console.strong("Four alerts arrive"));
    var ids = new ArrayList<String>();
    for (var name : ALERTS) {
      try (var in =
          Objects.requireNonNull(
              DemoCommand.class.getResourceAsStream("/dev/quaestor/lab/alerts/" + name), name)) {
        var answer = api.submit(in.readAllBytes(), null, null);
        var id = answer.body().path("alerts").path(0).path("investigationId").asString();
        ids.add(id);
        console.line("  {}  {}", id, Console.dim(name));
      }
    }
    console.line("");
    return ids;
  }
}
