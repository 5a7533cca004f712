package dev.quaestor.starter.retention;

import dev.quaestor.start.FailedStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.StarterSettings;
import dev.quaestor.starter.ledger.CaseRemoval;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.LedgerAlone;
import dev.quaestor.starter.ledger.RemovedCase;
import dev.quaestor.starter.ledger.RetentionRounds;
import dev.quaestor.starter.ledger.RetentionRounds.Of;
import dev.quaestor.starter.ledger.UnusableLedger;
import dev.quaestor.starter.ledger.VaultReferences;
import dev.quaestor.vault.VaultSweep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** One round at once, as a process of its own with the settings of a starter. */
public final class RetentionNow {
  private static final String[] QUIET = {"logging.level.root=off"};

  private RetentionNow() {}

  /**
   * What came of it, or would.
   *
   * @param cases how many
   * @param first the ids of the first of them
   */
  public record Done(
      boolean isOff,
      long cases,
      long events,
      List<String> first,
      long alerts,
      long keys,
      VaultSweep.Swept vault) {}

  /**
   * @param settings of a starter, as its arguments
   * @param dryRun whether to say only what is past its time; the schema is brought up to date all
   *     the same
   * @param shown how many ids of cases to give
   * @param progress is told which case it is at
   * @throws dev.quaestor.start.CannotStart when Temporal or the ledger's database cannot be used
   * @throws io.grpc.StatusRuntimeException when Temporal goes away meanwhile
   * @throws RetentionFailure when it cannot be done, or another process is at it
   */
  public static Done run(
      List<String> settings, boolean dryRun, int shown, Consumer<String> progress) {
    try (var context = context(settings)) {
      var temporal = TemporalDoor.of(context.getEnvironment());
      var stubs = WorkflowServiceStubs.newServiceStubs(temporal.stubs().build());
      try {
        temporal.await(stubs);
        return run(context, stubs, temporal, dryRun, new Telling(progress, dryRun, shown));
      } finally {
        stubs.shutdownNow();
      }
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
      throw FailedStart.explained(failed, UnusableLedger::reason);
    }
  }

  private static Done run(
      ConfigurableApplicationContext context,
      WorkflowServiceStubs stubs,
      TemporalDoor temporal,
      boolean dryRun,
      Telling told) {
    var properties = context.getBean(RetentionProperties.class);
    var rounds = context.getBean(RetentionRounds.class);
    var round =
        RetentionConfiguration.round(
            properties,
            context.getBean(Ledger.class),
            context.getBean(CaseRemoval.class),
            context.getBean(VaultReferences.class),
            context.getEnvironment(),
            RetentionConfiguration.historiesKept(stubs, temporal));
    if (!dryRun && !rounds.take()) {
      throw new RetentionFailure("a starter is removing what is past its time just now", null);
    }
    try {
      told.hold(dryRun ? () -> true : rounds::take);
      if (round.removesCases()) {
        round.cases(dryRun, told);
        ended(rounds, Of.INVESTIGATIONS, dryRun);
      }
      var vault = new VaultSweep.Swept(0, 0);
      if (round.sweepsVault()) {
        vault = round.vault(dryRun);
        ended(rounds, Of.VAULT, dryRun);
      }
      return told.done(properties.isOff(), vault);
    } finally {
      if (!dryRun) {
        rounds.release();
      }
    }
  }

  private static void ended(RetentionRounds rounds, Of of, boolean dryRun) {
    if (!dryRun) {
      rounds.ended(of);
    }
  }

  private static final class Telling implements RetentionRound.Witness {
    private final Consumer<String> progress;
    private final boolean dryRun;
    private final int shown;
    private final List<String> first = new ArrayList<>();
    private BooleanSupplier holding = () -> true;
    private long askAgain;
    private long cases;
    private long events;
    private long alerts;
    private long keys;

    Telling(Consumer<String> progress, boolean dryRun, int shown) {
      this.progress = progress;
      this.dryRun = dryRun;
      this.shown = shown;
    }

    void hold(BooleanSupplier turn) {
      holding = turn;
      askAgain = System.nanoTime() + Retention.HOLD_ON.toNanos();
    }

    @Override
    public boolean goesOn() {
      if (System.nanoTime() > askAgain) {
        if (!holding.getAsBoolean()) {
          throw new RetentionFailure("a starter has taken over", null);
        }
        askAgain = System.nanoTime() + Retention.HOLD_ON.toNanos();
      }
      return true;
    }

    @Override
    public void goes(CaseRemoval.Due due) {
      progress.accept(due.investigationId());
      if (dryRun) {
        count(due.investigationId(), 0);
      }
    }

    @Override
    public void gone(RemovedCase gone) {
      count(gone.investigationId(), gone.traces().events());
    }

    private void count(String id, long ofIt) {
      cases++;
      events += ofIt;
      if (first.size() < shown) {
        first.add(id);
      }
    }

    @Override
    public void swept(CaseRemoval.Swept swept) {
      alerts += swept.alerts();
      keys += swept.keys();
    }

    Done done(boolean isOff, VaultSweep.Swept vault) {
      return new Done(isOff, cases, events, List.copyOf(first), alerts, keys, vault);
    }
  }

  /** Not a {@code Configuration}, which a starter would find and take for one of its own. */
  @Import(LedgerAlone.class)
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
  @EnableConfigurationProperties(RetentionProperties.class)
  static class Parts {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
