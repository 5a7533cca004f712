package dev.quaestor.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.start.roll.BackEndState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How this worker is. It is up while it polls and Temporal answers; a back end that is away is told
 * and takes nothing from that, because what needs it waits for it.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param temporal what is wrong with the way to Temporal; null when nothing is
 * @param connectors the last calls of each that was called, by its name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkerHealth(
    String status, boolean polling, @Nullable String temporal, Map<String, Calls> connectors) {

  /**
   * A connector's.
   *
   * @param lastAnswered null when it never was
   * @param lastFailed when it was last away, throttled us or refused our credentials
   * @param credential how it took our credential when that was last tried; null where that cannot
   *     be tried
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Calls(
      @Nullable Instant lastAnswered,
      @Nullable Instant lastFailed,
      @Nullable BackEndState credential) {
    private Calls answered(@Nullable Instant at) {
      return new Calls(at, lastFailed, credential);
    }

    private Calls failed(@Nullable Instant at) {
      return new Calls(lastAnswered, at, credential);
    }
  }

  static WorkerHealth of(
      boolean polling,
      @Nullable String temporal,
      MeterRegistry meters,
      Map<String, BackEndState> credentials) {
    var connectors = new TreeMap<String, Calls>();
    credentials.forEach((name, state) -> connectors.put(name, new Calls(null, null, state)));
    for (var gauge : meters.find("quaestor.connector.last.answer").gauges()) {
      connectors.merge(
          connector(gauge), new Calls(at(gauge), null, null), (a, b) -> a.answered(at(gauge)));
    }
    for (var gauge : meters.find("quaestor.connector.last.failure").gauges()) {
      connectors.merge(
          connector(gauge), new Calls(null, at(gauge), null), (a, b) -> a.failed(at(gauge)));
    }
    return new WorkerHealth(
        polling && temporal == null ? "UP" : "DOWN", polling, temporal, connectors);
  }

  boolean isUp() {
    return status.equals("UP");
  }

  private static String connector(Gauge gauge) {
    return String.valueOf(gauge.getId().getTag("connector"));
  }

  private static @Nullable Instant at(Gauge gauge) {
    return gauge.value() > 0 ? Instant.ofEpochMilli((long) (gauge.value() * 1000)) : null;
  }
}
