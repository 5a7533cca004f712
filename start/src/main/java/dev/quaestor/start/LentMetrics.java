package dev.quaestor.start;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;

/** The figures of the SDK, in a registry that others use too. */
public final class LentMetrics extends MicrometerClientStatsReporter {
  private static final int REPORT_SECONDS = 5;

  private LentMetrics(MeterRegistry registry) {
    super(registry);
  }

  /** For the options of a connection; closing it reports once more and leaves the registry open. */
  public static Scope of(MeterRegistry registry) {
    return new RootScopeBuilder()
        .reporter(new LentMetrics(registry))
        .reportEvery(Duration.ofSeconds(REPORT_SECONDS));
  }

  /** Closing a scope closes the registry behind it, which may not be its own. */
  @Override
  public void close() {}
}
