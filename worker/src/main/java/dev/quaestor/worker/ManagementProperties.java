package dev.quaestor.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the worker can be asked how it is; nowhere unless a port is named.
 *
 * @param port serves {@code /metrics} and {@code /health} without asking who asks
 * @param address of this machine that it listens on; only what runs here reaches the default
 */
@ConfigurationProperties("quaestor.management")
public record ManagementProperties(
    @Nullable Integer port, @DefaultValue("127.0.0.1") String address) {
  public ManagementProperties {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new IllegalArgumentException("quaestor.management.port must be 0 to 65535");
    }
  }
}
