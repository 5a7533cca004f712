package dev.quaestor.starter;

import dev.quaestor.telemetry.OtlpMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where numbers are to be pushed, a registry for that beside the one that is scraped. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
class MetricsConfiguration {

  @Bean
  @ConditionalOnProperty(OtlpMetrics.PREFIX + ".url")
  MeterRegistry otlpRegistry(MetricsProperties metrics) {
    return OtlpMetrics.registry(
        Objects.requireNonNull(metrics.url()), metrics.every(), "quaestor-starter");
  }
}
