package dev.quaestor.starter;

import dev.quaestor.telemetry.OtlpMetrics;
import dev.quaestor.telemetry.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is sent to whoever watches, where they are named. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MetricsProperties.class, TracesProperties.class})
class TelemetryConfiguration {

  /** Beside the registry that is scraped. */
  @Bean
  @ConditionalOnProperty(OtlpMetrics.PREFIX + ".url")
  MeterRegistry otlpRegistry(MetricsProperties metrics) {
    return OtlpMetrics.registry(
        Objects.requireNonNull(metrics.url()), metrics.every(), "quaestor-starter");
  }

  @Bean
  Traces traces(TracesProperties traces) {
    return Traces.to(traces.url(), "quaestor-starter");
  }
}
