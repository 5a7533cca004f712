package dev.quaestor.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The numbers of a process, pushed by OTLP over HTTP; to nobody unless a receiver is named. */
public final class OtlpMetrics implements AutoCloseable {
  public static final String PREFIX = "quaestor.metrics.otlp";

  private final Optional<MeterRegistry> pushing;

  private OtlpMetrics(Optional<MeterRegistry> pushing) {
    this.pushing = pushing;
  }

  /**
   * @param url as {@code http://127.0.0.1:4318/v1/metrics}; null for nobody
   * @param service what the process is called there
   * @throws IllegalArgumentException naming the setting that cannot be used, without its value
   */
  public static OtlpMetrics to(@Nullable URI url, Duration every, String service) {
    return new OtlpMetrics(
        url == null ? Optional.empty() : Optional.of(registry(url, every, service)));
  }

  /** The registry alone, for those who put several together by themselves. */
  public static MeterRegistry registry(URI url, Duration every, String service) {
    Receiver.require(url, PREFIX);
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException(PREFIX + ".every must be a positive duration");
    }
    return new OtlpMeterRegistry(config(url, every, service), Clock.SYSTEM);
  }

  /** What counts for both; the one that was given is not closed with this. */
  public MeterRegistry beside(MeterRegistry given) {
    return pushing
        .<MeterRegistry>map(
            registry -> {
              var both = new CompositeMeterRegistry();
              both.add(given);
              both.add(registry);
              return both;
            })
        .orElse(given);
  }

  /** Sends what there is, once more. */
  @Override
  public void close() {
    pushing.ifPresent(MeterRegistry::close);
  }

  private static OtlpConfig config(URI url, Duration every, String service) {
    var attributes =
        Map.of(
            "service.name",
            service,
            "service.namespace",
            "quaestor",
            "service.instance.id",
            UUID.randomUUID().toString());
    return new OtlpConfig() {
      @Override
      public @Nullable String get(String key) {
        return null;
      }

      @Override
      public String url() {
        return url.toString();
      }

      @Override
      public Duration step() {
        return every;
      }

      @Override
      public Map<String, String> resourceAttributes() {
        return attributes;
      }
    };
  }
}
