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
 * Clicks refused by squid; off until there is a list. What is null has the connector's own default.
 *
 * @param listFile what an acl url_regex of squid's reads; the worker adds lines to it and takes
 *     them away, and leaves all others
 * @param proxy HOST:PORT at which squid takes requests
 * @param reloadCommand the program, by its whole path, and its arguments that have squid read the
 *     list again, as /usr/sbin/squid,-k,reconfigure; no shell is used
 * @param reloadTimeout for that command, and then for its effect; 10 seconds by default
 * @param blockFor after which a block lapses; 30 days by default, zero for ever
 */
@ConfigurationProperties("quaestor.squid")
public record SquidProperties(
    @Nullable Path listFile,
    @Nullable String proxy,
    @DefaultValue List<String> reloadCommand,
    @Nullable Duration reloadTimeout,
    @Nullable Duration blockFor)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "squid";
  }

  @Override
  public boolean isOn() {
    return listFile != null && !listFile.toString().isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("list-file", listFile == null ? null : listFile.toString());
    values.put("proxy", proxy);
    values.put("reload-command", String.join("\n", reloadCommand));
    values.put("reload-timeout", Settings.text(reloadTimeout));
    values.put("block-for", Settings.text(blockFor));
    return Settings.of(name, prefix, values, null);
  }
}
