package dev.quaestor.tools.bench;

import dev.quaestor.standalone.Home;
import dev.quaestor.standalone.HouseOptions;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.tools.folds.BenchFoldsCommand;
import dev.quaestor.tools.ledger.BenchLedgerCommand;
import dev.quaestor.tools.verdicts.BenchVerdictsCommand;
import java.nio.file.Files;
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
      "Measure the engine beside two bare workflows, on a real Temporal.",
      "Prints one table, and writes .quaestor/bench.json. With verdicts: score verdicts instead;",
      "with parked: what cases take that wait for a person; with scale: what large ones take;",
      "with folds: what deciding costs as cases grow; with ledger: how long the lists take that people",
      "look at; with production: the same on PostgreSQL, with one worker and with two."
    },
    subcommands = {
      BenchVerdictsCommand.class,
      ParkedCommand.class,
      ScaleCommand.class,
      BenchFoldsCommand.class,
      BenchLedgerCommand.class,
      ProductionCommand.class
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Quaestor parent;
  @Mixin private HouseOptions options = new HouseOptions();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Alerts of each kind before anything counts, so that the JVM has compiled what it"
              + " runs; default: ${DEFAULT-VALUE}.")
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
      BenchHouse.refuseNoMeasure(house, options);
      var report =
          new Bench(BenchHouse.of(house, own), plan, s -> root.console().progress("{}", s)).run();
      Files.writeString(home.file("bench.json"), report.json() + "\n");
      if (root.json()) {
        root.console().json(report.json());
      } else {
        report.print(root.console());
      }
    }
    return 0;
  }
}
