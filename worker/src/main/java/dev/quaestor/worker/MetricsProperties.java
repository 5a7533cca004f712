package dev.quaestor.worker;

import dev.quaestor.telemetry.OtlpMetrics;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is sent the numbers.
 *
 * @param url of a receiver that speaks OTLP over HTTP, as {@code http://127.0.0.1:4318/v1/metrics};
 *     nobody is sent anything without
 * @param every how often
 */
@ConfigurationProperties(OtlpMetrics.PREFIX)
public record MetricsProperties(@Nullable URI url, @DefaultValue("30s") Duration every) {}
