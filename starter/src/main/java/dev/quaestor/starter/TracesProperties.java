package dev.quaestor.starter;

import dev.quaestor.telemetry.Traces;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who is told what was done for whom.
 *
 * @param url of a receiver that speaks OTLP over HTTP, as {@code http://127.0.0.1:4318/v1/traces};
 *     nothing is traced without
 */
@ConfigurationProperties(Traces.PREFIX)
public record TracesProperties(@Nullable URI url) {}
