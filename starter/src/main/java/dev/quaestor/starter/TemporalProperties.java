package dev.quaestor.starter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The way to Temporal.
 *
 * @param target host and port of the frontend
 * @param connectTimeout how long the start waits for it before it gives up
 * @param answerTimeout how long a call waits for a workflow to answer
 */
@ConfigurationProperties("quaestor.temporal")
public record TemporalProperties(
    @DefaultValue("127.0.0.1:7233") String target,
    @DefaultValue("default") String namespace,
    @DefaultValue("60s") Duration connectTimeout,
    @DefaultValue("30s") Duration answerTimeout) {}
