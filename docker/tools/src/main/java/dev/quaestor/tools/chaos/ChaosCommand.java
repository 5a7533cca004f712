package dev.quaestor.tools.chaos;

import dev.quaestor.standalone.Home;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.policy.Durations;
import dev.quaestor.tools.production.ProductionHouse.Layout;
import dev.quaestor.tools.production.ProductionOptions;
import dev.quaestor.wire.QuaestorJson;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code quaestor chaos}: whether anything is lost when production breaks. */
@Command(
    name = "chaos",
    description = {
      "Break production again and again, and count whether anything was lost.",
      "It runs on this machine (PostgreSQL, Temporal, two starters, two workers, a lab tenant) under a",
      "steady flow of cases. Afterwards what callers were told, the ledger, Temporal and the lab are",
      "held against each other. Writes .quaestor/chaos.json; logs stay in .quaestor/chaos.",
      "Exit codes: 0 nothing was lost; 1 something does not agree; 2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final double FASTEST = 20;

  @ParentCommand private @Nullable Quaestor parent;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = {
        "For how long cases begin and faults happen, and until each fault has happened.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String time = "5m";

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cases that begin each second. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      split = ",",
      converter = FaultName.class,
      completionCandidates = FaultNames.class,
      description = {
        "Only these, in this order: ${COMPLETION-CANDIDATES}.",
        "Default: all. A full disk takes root, a stepped clock a C compiler."
      })
  private List<Fault> faults = List.of(Fault.values());

  @Mixin private ProductionOptions production = new ProductionOptions();

  /** How a fault is written. */
  static final class FaultName implements ITypeConverter<Fault> {
    @Override
    public Fault convert(String name) {
      return Stream.of(Fault.values())
          .filter(f -> f.wireName().equals(name))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("There is no fault " + name + "."));
    }
  }

  /** Those that there are. */
  static final class FaultNames implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Stream.of(Fault.values()).map(Fault::wireName).iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    var plan = plan();
    var home = Home.of(root.surroundings());
    try (var house = production.start(home.within("chaos"), new Layout(2, 2), root)) {
      var report = new Chaos(house, plan, s -> root.console().progress("{}", s)).run();
      var json = QuaestorJson.mapper().writeValueAsString(report);
      Files.writeString(home.file("chaos.json"), json + "\n");
      if (root.json()) {
        root.console().json(json);
      } else {
        report.print(root.console());
      }
      return report.isClean() ? 0 : 1;
    }
  }

  private ChaosPlan plan() {
    var span = Durations.parse(time);
    if (span.isEmpty() || span.get().compareTo(SHORTEST) < 0) {
      throw new ParameterException(
          spec.commandLine(), "--for must be a time span of 5s or more, such as 5m.");
    }
    if (!(rate > 0 && rate <= FASTEST)) {
      throw new ParameterException(spec.commandLine(), "--rate must be above 0, and 20 at most.");
    }
    return new ChaosPlan(span.get(), rate, faults);
  }
}
