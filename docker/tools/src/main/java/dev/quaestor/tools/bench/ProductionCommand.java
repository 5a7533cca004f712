package dev.quaestor.tools.bench;

import dev.quaestor.standalone.Home;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.tools.production.ProductionHouse;
import dev.quaestor.tools.production.ProductionHouse.Layout;
import dev.quaestor.tools.production.ProductionOptions;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor bench production}: how fast it is as it runs in production. */
@Command(
    name = "production",
    description = {
      "Measure production on this machine, with one worker and then with two.",
      "PostgreSQL, Temporal, two starters and a lab tenant are run for it and measured beside the two",
      "bare workflows; with what each process holds of memory. Writes .quaestor/production.json."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ProductionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "60",
      description = "Alerts of each kind before anything counts; default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--alone",
      paramLabel = "N",
      defaultValue = "40",
      description = "Alerts of each kind one at a time; default: ${DEFAULT-VALUE}.")
  private int alone;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many at one time in the crowded round; default: ${DEFAULT-VALUE}.")
  private int inFlight;

  @Option(
      names = "--crowd",
      paramLabel = "N",
      defaultValue = "150",
      description = "Alerts of each kind in the crowded round; default: ${DEFAULT-VALUE}.")
  private int crowd;

  @Mixin private ProductionOptions production = new ProductionOptions();

  @Override
  public Integer call() throws Exception {
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var plan = new BenchPlan(warmUp, alone, inFlight, crowd);
    var home = Home.of(root.surroundings());
    var own = home.within("production");
    try (var house = production.start(own, new Layout(2, 2), root)) {
      house.workerProcess(1).end();
      root.console().progress("with one worker");
      var one = bench(house, own, "one", plan, root);
      house.startWorker(1);
      root.console().progress("with two workers");
      var two = bench(house, own, "two", plan, root);
      var report = new ProductionReport(one, two, house.memory());
      Files.writeString(home.file("production.json"), report.json() + "\n");
      if (root.json()) {
        root.console().json(report.json());
      } else {
        report.print(root.console());
      }
      return 0;
    }
  }

  private static BenchReport bench(
      ProductionHouse house, Home own, String name, BenchPlan plan, Quaestor root) {
    var rows = own.file("fair-floor-" + name);
    return new Bench(
            BenchHouse.of(house, rows, house.starterStartUp()),
            plan,
            s -> root.console().progress("{}", s))
        .run();
  }
}
