package dev.quaestor.tools.bench;

import dev.quaestor.standalone.Home;
import dev.quaestor.standalone.HouseOptions;
import dev.quaestor.standalone.Standalone;
import dev.quaestor.standalone.temporal.TemporalChoice;
import dev.quaestor.standalone.temporal.TemporalServer;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.tools.folds.BenchFoldsCommand;
import dev.quaestor.tools.verdicts.BenchVerdictsCommand;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code quaestor bench}: how fast the house is. */
@Command(
    name = "bench",
    description = {
      "Measure the engine beside a bare workflow, on a real Temporal.",
      "Prints one table, and writes .quaestor/bench.json. With verdicts: score verdicts instead.",
      "With folds: what deciding costs as cases grow."
    },
    subcommands = {BenchVerdictsCommand.class, BenchFoldsCommand.class},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Quaestor parent;
  @Mixin private HouseOptions options = new HouseOptions();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description = "Alerts of each kind before anything counts; default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--alone",
      paramLabel = "N",
      defaultValue = "50",
      description = "Alerts of each kind one at a time; default: ${DEFAULT-VALUE}.")
  private int alone;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many at one time in the crowded round; default: ${DEFAULT-VALUE}.")
  private int inFlight;

  @Option(
      names = "--crowd",
      paramLabel = "N",
      defaultValue = "300",
      description = "Alerts of each kind in the crowded round; default: ${DEFAULT-VALUE}.")
  private int crowd;

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    var plan = new BenchPlan(warmUp, alone, inFlight, crowd);
    var home = Home.of(root.surroundings());
    var own = home.within("bench").emptied();
    try (var house = options.start(root, own)) {
      // A JVM takes a second before it runs us; people wait for that too.
      var startUp = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
      refuseNoMeasure(house);
      var report =
          new Bench(subject(house, own, startUp), plan, s -> root.console().progress("{}", s))
              .run();
      Files.writeString(home.file("bench.json"), report.json() + "\n");
      if (root.json()) {
        root.console().json(report.json());
      } else {
        report.print(root.console());
      }
    }
    return 0;
  }

  private void refuseNoMeasure(Standalone house) {
    var embedded = house.temporal().kind() == TemporalServer.Kind.EMBEDDED;
    if (embedded && !(options.temporal() instanceof TemporalChoice.Embedded)) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "There is no real Temporal here, and times on the in-JVM test server mean nothing.",
          "Put the temporal CLI on the PATH, or name a server with --temporal HOST:PORT.",
          "To run it anyway: --temporal embedded.");
    }
  }

  private static BenchHouse subject(Standalone house, Home own, Duration startUp)
      throws IOException {
    var token = Files.readString(own.file("admin-token")).strip();
    var kind = house.temporal().kind();
    return new BenchHouse(
        new QuaestorClient(URI.create(house.address().api()), () -> token),
        house.lab(),
        house.temporal().target(),
        kind.wireName(),
        kind != TemporalServer.Kind.EMBEDDED,
        startUp);
  }
}
