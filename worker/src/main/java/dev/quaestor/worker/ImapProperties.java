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
 * Mailboxes over IMAP and ManageSieve; off until there is a host. What is null has the connector's
 * own default.
 *
 * @param host of the mail server
 * @param port of IMAP; 993, or 143 where TLS is not implicit
 * @param sievePort of ManageSieve on the same host; without it rules and forwarding are not looked
 *     at
 * @param tls implicit (the default), starttls, or none, which is taken only to this machine
 * @param caFile the authorities whose certificates are taken, in PEM; those of the platform by
 *     default
 * @param masterUser the user who may enter every mailbox (SASL PLAIN with another's name)
 * @param masterPassword that user's password, or better a reference to it (file:PATH, env:NAME,
 *     vault:PATH#FIELD); it is read for each connection
 * @param domains whose mailboxes are here; nobody else acts on these, and this on no others
 * @param mailboxes all of them; without them mail cannot be searched
 * @param mailboxesFile the same from a file, an address a line; read once, at the start
 * @param quarantineFolder where mail is put that its user should not read; Quarantine by default
 * @param recoverableFolder where soft-deleted mail is put; Recoverable by default
 * @param junkFolder where no folder is marked as the one for junk; Junk by default
 * @param deletedFolder where no folder is marked as the one for deleted mail; Trash by default
 * @param connections at a time; 16 by default
 * @param connectTimeout until the server has greeted and TLS stands; 10 seconds by default
 * @param commandTimeout for one exchange with the server; 30 seconds by default
 * @param searchTimeout for one search through all mailboxes; one minute by default
 */
@ConfigurationProperties("quaestor.imap")
public record ImapProperties(
    @Nullable String host,
    @Nullable Integer port,
    @Nullable Integer sievePort,
    @Nullable String tls,
    @Nullable Path caFile,
    @Nullable String masterUser,
    @Nullable Secret masterPassword,
    @DefaultValue List<String> domains,
    @DefaultValue List<String> mailboxes,
    @Nullable Path mailboxesFile,
    @Nullable String quarantineFolder,
    @Nullable String recoverableFolder,
    @Nullable String junkFolder,
    @Nullable String deletedFolder,
    @Nullable Integer connections,
    @Nullable Duration connectTimeout,
    @Nullable Duration commandTimeout,
    @Nullable Duration searchTimeout)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "imap";
  }

  @Override
  public boolean isOn() {
    return host != null && !host.isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("host", host);
    values.put("port", text(port));
    values.put("sieve-port", text(sievePort));
    values.put("tls", tls);
    values.put("ca-file", text(caFile));
    values.put("master-user", masterUser);
    values.put("domains", String.join(",", domains));
    values.put("mailboxes", String.join(",", mailboxes));
    values.put("mailboxes-file", text(mailboxesFile));
    values.put("quarantine-folder", quarantineFolder);
    values.put("recoverable-folder", recoverableFolder);
    values.put("junk-folder", junkFolder);
    values.put("deleted-folder", deletedFolder);
    values.put("connections", text(connections));
    values.put("connect-timeout", Settings.text(connectTimeout));
    values.put("command-timeout", Settings.text(commandTimeout));
    values.put("search-timeout", Settings.text(searchTimeout));
    return Settings.of(name, prefix, values, "master-password", masterPassword);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
