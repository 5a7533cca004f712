package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Linux hosts over SSH; off until there is an inventory. What is null has the connector's own
 * default.
 *
 * @param inventoryFile the hosts, in YAML: their names, addresses, host keys and machine ids; read
 *     once, at the start
 * @param privateKey the key by which hosts are entered, in OpenSSH's form and without a passphrase,
 *     or better a reference to it (file:PATH, env:NAME, vault:PATH#FIELD); it is read for each
 *     session
 * @param engineAddresses of other workers, which stay able to reach a host that is isolated; the
 *     one that isolates it always does
 * @param probes up to three of ADDRESS:PORT that an isolated host must not reach any more
 * @param connectTimeout until a host has answered and taken the key; 10 seconds by default
 * @param commandTimeout for one script on a host; one minute by default
 */
@ConfigurationProperties("quaestor.linux")
public record LinuxProperties(
    @Nullable Path inventoryFile,
    @Nullable Secret privateKey,
    @DefaultValue List<String> engineAddresses,
    @DefaultValue List<String> probes,
    @Nullable Duration connectTimeout,
    @Nullable Duration commandTimeout)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "linux";
  }

  @Override
  public boolean isOn() {
    return inventoryFile != null && !inventoryFile.toString().isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("inventory-file", inventoryFile == null ? null : inventoryFile.toString());
    values.put("engine-addresses", String.join(",", engineAddresses));
    values.put("probes", String.join(",", probes));
    values.put("connect-timeout", Settings.text(connectTimeout));
    values.put("command-timeout", Settings.text(commandTimeout));
    return Settings.of(name, prefix, values, "private-key", privateKey);
  }
}
