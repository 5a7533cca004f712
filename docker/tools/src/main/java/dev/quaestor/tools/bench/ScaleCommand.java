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
import picocli.CommandLine.Spec;

/** {@code quaestor bench scale}: what a case takes by its size. */
@Command(
    name = "scale",
    description = {
      "Measure what cases of 1, 10, 100… pieces of evidence take.",
      "That is events, bytes, billed actions, CPU and wall time. Writes .quaestor/scale.json."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ScaleCommand implements Callable<Integer> {
  private static final int MOST = 100_000;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private HouseOptions options = new HouseOptions();

  @Option(
      names = "--up-to",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The largest case; default: ${DEFAULT-VALUE}.")
  private int upTo;

  @Override
  public Integer call() throws Exception {
    if (upTo < 1 || upTo > MOST) {
      throw new IllegalArgumentException("--up-to is 1 to " + MOST);
    }
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var home = Home.of(root.surroundings());
    var own = home.within("bench").emptied();
    try (var house = options.start(root, own)) {
      BenchHouse.refuseNoMeasure(house, options);
      var report =
          new ScaleReport(
              new ScaleBench(BenchHouse.of(house, own), s -> root.console().progress("{}", s))
                  .run(upTo));
      Files.writeString(home.file("scale.json"), report.json() + "\n");
      if (root.json()) {
        root.console().json(report.json());
      } else {
        report.print(root.console());
      }
    }
    return 0;
  }
}
