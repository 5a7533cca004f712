package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Contents scanned by ClamAV's clamd; off until there is a socket or a host. What is null has the
 * connector's own default.
 *
 * @param socket clamd's LocalSocket, by its whole path
 * @param host instead of a socket: where clamd's TCPSocket is. Contents are sent there in clear
 * @param port 3310 by default
 * @param maxSize larger contents are not sent; 25 MiB by default. Not more than clamd's
 *     StreamMaxLength
 * @param timeout for one whole scan; 20 seconds by default
 */
@ConfigurationProperties("quaestor.clamav")
public record ClamAvProperties(
    @Nullable Path socket,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable DataSize maxSize,
    @Nullable Duration timeout)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "clamav";
  }

  @Override
  public boolean isOn() {
    return (socket != null && !socket.toString().isBlank()) || (host != null && !host.isBlank());
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("socket", socket == null ? null : socket.toString());
    values.put("host", host);
    values.put("port", port == null ? null : port.toString());
    values.put("max-size", maxSize == null ? null : String.valueOf(maxSize.toBytes()));
    values.put("timeout", Settings.text(timeout));
    return Settings.of(name, prefix, values, null);
  }
}
