package dev.quaestor.starter.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a caller may send.
 *
 * @param maxAlertBody of {@code POST /alerts}
 * @param maxBody of every other call
 */
@ConfigurationProperties("quaestor.api")
public record ApiProperties(
    @DefaultValue("10MB") DataSize maxAlertBody, @DefaultValue("1MB") DataSize maxBody) {}
