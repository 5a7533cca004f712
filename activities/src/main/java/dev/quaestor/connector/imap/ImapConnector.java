package dev.quaestor.connector.imap;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of contents of this room. */
final class ImapConnector implements Connector {
  private final String name;
  private final Mailboxes mailboxes;
  private final List<Capability> capabilities;

  ImapConnector(ImapSettings settings, Vault vault, Function<MailboxRule, List<String>> outside) {
    this.name = settings.connector();
    this.mailboxes = new Mailboxes(settings);
    var pass = new SearchPass(settings, mailboxes);
    var places = new MailPlaces(settings, mailboxes, pass);
    var moves = new MailMoves(settings, mailboxes, places, vault);
    var offered =
        List.<Capability>of(
            mailboxes,
            new LoginCheck(settings, mailboxes),
            new MailSearches(pass, mailboxes, settings.connections()),
            new WholeMail(pass, mailboxes, vault, settings.connections()),
            moves,
            new AttachmentRemoval(mailboxes, places, moves, vault));
    this.capabilities =
        settings.sievePort().isEmpty()
            ? offered
            : Stream.concat(
                    offered.stream(), Stream.of(new SieveRules(settings, mailboxes, outside)))
                .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    mailboxes.close();
  }
}
