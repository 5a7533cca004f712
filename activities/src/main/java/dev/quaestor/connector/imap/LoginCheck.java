package dev.quaestor.connector.imap;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import java.util.List;
import java.util.Optional;

/**
 * Enters the first mailbox that is known, else what would be the master user's own, and its scripts
 * where they are looked at.
 */
final class LoginCheck implements CredentialCheck {
  private final ImapSettings settings;
  private final Mailboxes mailboxes;

  LoginCheck(ImapSettings settings, Mailboxes mailboxes) {
    this.settings = settings;
    this.mailboxes = mailboxes;
  }

  @Override
  public String sentence() {
    return "%s:%d as %s, for mailboxes of %s"
        .formatted(
            settings.host(),
            settings.port(),
            settings.masterUser(),
            String.join(", ", settings.domains().stream().sorted().toList()));
  }

  @Override
  public Remedies remedies() {
    return settings.remedies();
  }

  @Override
  public Access access() {
    var mailbox = mailboxes.all().stream().findFirst().orElse(settings.masterUser());
    mailboxes.in(mailbox, ImapSession::folders);
    if (settings.sievePort().isPresent()) {
      mailboxes.inScripts(mailbox, SieveSession::list);
    }
    return new Access(Optional.empty(), List.of(), Optional.empty());
  }
}
