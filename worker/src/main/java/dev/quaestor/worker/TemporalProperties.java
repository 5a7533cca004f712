package dev.quaestor.worker;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Temporal is.
 *
 * @param apiKeyFile a file that holds nothing but the API key; null for none
 * @param tls whether to speak TLS with the system's authorities; an API key implies it
 * @param connectWithin how long to wait for the server at start before giving up
 */
@ConfigurationProperties("quaestor.temporal")
public record TemporalProperties(
    @DefaultValue("127.0.0.1:7233") String target,
    @DefaultValue("default") String namespace,
    @Nullable Path apiKeyFile,
    @DefaultValue("false") boolean tls,
    @DefaultValue("60s") Duration connectWithin) {}
