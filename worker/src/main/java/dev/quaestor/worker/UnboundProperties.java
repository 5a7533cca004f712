package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Hosts refused by unbound; off until there is a zone's file. What is null has the connector's own
 * default.
 *
 * @param zoneFile the zonefile of an rpz of unbound's; the worker adds lines to it and takes them
 *     away, and leaves all others
 * @param zone the name of that zone; rpz.quaestor by default
 * @param resolver HOST:PORT at which unbound answers
 * @param reloadCommand the program, by its whole path, and its arguments that have unbound read the
 *     zone again, as /usr/sbin/unbound-control,auth_zone_reload,rpz.quaestor; no shell is used
 * @param reloadTimeout for that command, and then for its effect; 10 seconds by default
 * @param blockFor after which a block lapses; 30 days by default, zero for ever
 */
@ConfigurationProperties("quaestor.unbound")
public record UnboundProperties(
    @Nullable Path zoneFile,
    @Nullable String zone,
    @Nullable String resolver,
    @DefaultValue List<String> reloadCommand,
    @Nullable Duration reloadTimeout,
    @Nullable Duration blockFor)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "unbound";
  }

  @Override
  public boolean isOn() {
    return zoneFile != null && !zoneFile.toString().isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("zone-file", zoneFile == null ? null : zoneFile.toString());
    values.put("zone", zone);
    values.put("resolver", resolver);
    values.put("reload-command", String.join("\n", reloadCommand));
    values.put("reload-timeout", Settings.text(reloadTimeout));
    values.put("block-for", Settings.text(blockFor));
    return Settings.of(name, prefix, values, null);
  }
}
