package dev.quaestor.standalone;

import dev.quaestor.standalone.temporal.Temporals;
import dev.quaestor.starter.cli.CaseFollower;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

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
  @Mixin private HouseOptions options = new HouseOptions();

  @Option(
      names = "--exit",
      description = "Also act as the approver, check every effect on the lab, and exit.")
  private boolean exit;

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    var console = root.console();
    var started = System.nanoTime();
    var home = Home.of(root.surroundings());
    // What a killed demo left would go on without the file that names it.
    Temporals.endLeftBehind(home.within("demo").state());
    // A demo is told from its beginning, and what was tried before stays where it is.
    var house = options.start(root, home.within("demo").emptied());
    var stop = new Thread(house::close, "shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    UpCommand.Addresses.print(
        root, house.address(), started, home.within("demo").file("admin-token"), null);

    var token = Files.readString(home.within("demo").file("admin-token")).strip();
    var api = new QuaestorClient(java.net.URI.create(house.address().api()), () -> token);
    var cases = submit(console, api);
    var follower = new CaseFollower(api, console);
    follower.follow(cases, CaseFollower.Until.PENDING);
    var pending = new PendingCommands(console, api).print();
    if (!exit) {
      console.line("");
      console.line("Decide what waits at {}/, signed in by the link above.", house.address().api());
      console.line("It stays up until Ctrl-C. From another terminal:");
      console.line("  ./quaestor pending        what is waiting for you");
      console.line("  ./quaestor list           the investigations");
      console.line("  ./quaestor show ID --log  everything that happened in one");
      house.serve();
      return 0;
    }
    var good = new DemoApprover(console, api, follower, house).play(cases, pending);
    house.close();
    Runtime.getRuntime().removeShutdownHook(stop);
    return good ? 0 : 1;
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
