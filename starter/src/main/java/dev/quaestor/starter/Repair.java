package dev.quaestor.starter;

import dev.quaestor.start.FailedStart;
import dev.quaestor.start.Histories;
import dev.quaestor.start.RunSelection;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.LedgerAlone;
import dev.quaestor.starter.ledger.RetoldLedger;
import dev.quaestor.starter.repair.LedgerRepair;
import dev.quaestor.starter.repair.RepairReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Tells the ledger again what it has lost, as a process of its own with the settings of a starter:
 * no starter need run, and none that runs is in the way.
 */
public final class Repair {
  /** A round of the reconciler, by somebody who waits for its end. */
  private static final ReconcileProperties AT_ONCE =
      new ReconcileProperties(Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO);

  private static final String[] QUIET = {"logging.level.root=off"};

  private Repair() {}

  /**
   * What came of it.
   *
   * @param closed how much was closed because nothing runs any more that could go on with it; 0 of
   *     a dry run
   */
  public record Done(RepairReport report, int closed) {}

  /**
   * @param settings of a starter, as its arguments
   * @param since what ended before then is not read
   * @param dryRun whether to say only what is missing; the schema is brought up to date all the
   *     same
   * @param progress is told which workflow it is at
   * @throws dev.quaestor.start.CannotStart when Temporal or the ledger's database cannot be used
   * @throws io.grpc.StatusRuntimeException when Temporal goes away meanwhile
   */
  public static Done run(
      List<String> settings, Instant since, boolean dryRun, Consumer<String> progress) {
    try (var context = context(settings)) {
      return run(context, since, dryRun, progress);
    }
  }

  private static ConfigurableApplicationContext context(List<String> settings) {
    try {
      return new SpringApplicationBuilder(Parts.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .initializers(StarterSettings.check(List.of()))
          .properties(QUIET)
          .run(settings.toArray(String[]::new));
    } catch (RuntimeException failed) {
      throw FailedStart.explained(failed, StarterFailures::reason);
    }
  }

  private static Done run(
      ConfigurableApplicationContext context,
      Instant since,
      boolean dryRun,
      Consumer<String> progress) {
    var temporal = TemporalDoor.of(context.getEnvironment());
    var payloads = context.getBean(PayloadForm.class);
    var stubs = WorkflowServiceStubs.newServiceStubs(temporal.stubs().build());
    try {
      temporal.await(stubs);
      var report =
          new LedgerRepair(
                  context.getBean(RetoldLedger.class),
                  Histories.at(stubs, temporal.namespace()),
                  payloads.converter())
              .run(new RunSelection(LedgerRepair.WORKFLOWS, since), dryRun, progress);
      if (dryRun) {
        return new Done(report, 0);
      }
      var fate = TemporalConfiguration.fate(stubs, temporal, payloads);
      var reconciler =
          new Reconciler(
              context.getBean(Ledger.class),
              fate::of,
              fate::listed,
              // All that histories have is told by now.
              run -> {},
              AT_ONCE,
              InstantSource.system());
      return new Done(report, reconciler.round());
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Not a {@code Configuration}, which a starter would find and take for one of its own. */
  @Import(LedgerAlone.class)
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
  static class Parts {
    @Bean
    PayloadForm payloads(Environment environment) {
      return TemporalConfiguration.payloadForm(environment);
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
