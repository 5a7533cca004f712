package dev.quaestor.connector.imap;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import java.util.List;
import java.util.function.Function;

/**
 * Settings: {@code host}, {@code master-user}, {@code master-password} (a secret), {@code domains}
 * (required; comma-separated: whose mailboxes are here); {@code tls} ({@code implicit}, the
 * default, {@code starttls}, or {@code none}, to this machine only), {@code ca-file} (PEM; the
 * platform's authorities where there is none), {@code port} (993 or 143), {@code sieve-port} (of
 * ManageSieve; rules are not looked at without it), {@code mailboxes} or {@code mailboxes-file}
 * (all of them; without, mail cannot be searched), {@code quarantine-folder, recoverable-folder,
 * junk-folder, deleted-folder}, {@code connections} (16), {@code connect-timeout} (10 seconds),
 * {@code command-timeout} (30 seconds), {@code search-timeout} (one minute).
 */
public final class ImapFactory implements ConnectorFactory {
  private final Vault vault;
  private final Function<MailboxRule, List<String>> outside;

  /**
   * @param vault keeps the mail that is read and that is quarantined
   * @param outside of the addresses that a rule forwards to, those outside the organisation
   */
  public ImapFactory(Vault vault, Function<MailboxRule, List<String>> outside) {
    this.vault = vault;
    this.outside = outside;
  }

  @Override
  public Connector create(ConnectorSettings settings) {
    return new ImapConnector(ImapSettings.read(settings), vault, outside);
  }
}
