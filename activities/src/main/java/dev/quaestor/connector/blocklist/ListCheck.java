package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether whoever refuses clicks answers, and whether the list can be read and locked. */
record ListCheck(ListSettings settings, ListFile file, Enforcer enforcer)
    implements CredentialCheck {

  @Override
  public String sentence() {
    return "%s is %s, by the list %s"
        .formatted(settings.connector(), enforcer.sentence(), settings.file());
  }

  @Override
  public Remedies remedies() {
    return settings.remedies();
  }

  @Override
  public Access access() {
    enforcer.reach();
    file.text();
    return new Access(Optional.of(Set.of()), List.of(), Optional.empty());
  }
}
