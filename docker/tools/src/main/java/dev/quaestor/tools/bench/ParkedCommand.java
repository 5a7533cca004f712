package dev.quaestor.tools.bench;

import dev.quaestor.standalone.Home;
import dev.quaestor.standalone.HouseOptions;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.tools.production.ProductionHouse.Layout;
import dev.quaestor.tools.production.ProductionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor bench parked N}: what cases take that wait for a person. */
@Command(
    name = "parked",
    description = {
      "Park cases that wait for a person, decide some of them, restart the worker and decide more.",
      "The worker has a JVM and a heap of its own. Writes .quaestor/parked.json."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ParkedCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private HouseOptions options = new HouseOptions();

  @Parameters(paramLabel = "N", description = "How many cases wait.")
  private int cases;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "512m",
      description = "The worker's heap; default: ${DEFAULT-VALUE}.")
  private String heap = "";

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many are decided, and as many after the restart; default: ${DEFAULT-VALUE}.")
  private int sample;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "4",
      description = "Decisions in a second; default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "8",
      description = "Alerts on their way at one time while parking; default: ${DEFAULT-VALUE}.")
  private int inFlight;

  @Option(
      names = "--again",
      description = "Decide on cases that an earlier run has parked, instead of parking new ones.")
  private boolean again;

  @Option(
      names = "--production",
      description = {
        "On production as it is shipped: PostgreSQL, Temporal's server, two starters. Without it on",
        "one process with a dev server."
      })
  private boolean inProduction;

  @Mixin private ProductionOptions production = new ProductionOptions();

  @Override
  public Integer call() throws Exception {
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var plan = new ParkedPlan(cases, heap, sample, rate, inFlight, again);
    if (inProduction && again) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--again is for cases of one process; --production begins empty.");
    }
    var home = Home.of(root.surroundings());
    var report = inProduction ? inProduction(plan, home, root) : alone(plan, home, root);
    Files.writeString(home.file("parked.json"), report.json() + "\n");
    if (root.json()) {
      root.console().json(report.json());
    } else {
      report.print(root.console());
    }
    return 0;
  }

  private ParkedReport alone(ParkedPlan plan, Home home, Quaestor root) throws Exception {
    var own = again ? home.within("bench") : home.within("bench").emptied();
    try (var house = options.startWithoutWorker(root, own)) {
      BenchHouse.refuseNoMeasure(house, options);
      var settings = house.workerProperties();
      return measured(BenchHouse.of(house, own), plan, settings, Map.of(), own, root);
    }
  }

  private ParkedReport inProduction(ParkedPlan plan, Home home, Quaestor root) throws Exception {
    var own = home.within("production");
    try (var house = production.start(own, new Layout(2, 0), root)) {
      return measured(
          BenchHouse.of(house, own.file("fair-floor"), house.starterStartUp()),
          plan,
          Map.of(),
          house.workerEnvironment(),
          own,
          root);
    }
  }

  private static ParkedReport measured(
      BenchHouse house,
      ParkedPlan plan,
      Map<String, Object> settings,
      Map<String, String> variables,
      Home own,
      Quaestor root)
      throws IOException, InterruptedException {
    var bench = new ParkedBench(house, plan, s -> root.console().progress("{}", s));
    return new ParkedReport(
        bench.run(
            () -> WorkerProcess.start(plan.heap(), settings, variables, own.file("worker.log"))));
  }
}
