package dev.quaestor.tools.bench;

import dev.quaestor.standalone.Home;
import dev.quaestor.standalone.HouseOptions;
import dev.quaestor.starter.cli.Quaestor;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Override
  public Integer call() throws Exception {
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var plan = new ParkedPlan(cases, heap, sample, rate, inFlight, again);
    var home = Home.of(root.surroundings());
    var own = again ? home.within("bench") : home.within("bench").emptied();
    try (var house = options.startWithoutWorker(root, own)) {
      BenchHouse.refuseNoMeasure(house, options);
      var settings = house.workerProperties();
      var report =
          new ParkedReport(
              new ParkedBench(
                      BenchHouse.of(house, own), plan, s -> root.console().progress("{}", s))
                  .run(() -> WorkerProcess.start(plan.heap(), settings, own.file("worker.log"))));
      Files.writeString(home.file("parked.json"), report.json() + "\n");
      if (root.json()) {
        root.console().json(report.json());
      } else {
        report.print(root.console());
      }
    }
    return 0;
  }
}
