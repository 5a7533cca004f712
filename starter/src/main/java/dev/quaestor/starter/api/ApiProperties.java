package dev.quaestor.starter.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a caller may send.
 *
 * @param maxAlertBody the largest body of POST /alerts
 * @param maxBody the largest body of every other call
 */
@ConfigurationProperties("quaestor.api")
public record ApiProperties(
    @DefaultValue("10MB") DataSize maxAlertBody, @DefaultValue("1MB") DataSize maxBody) {}
