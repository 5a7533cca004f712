package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import java.nio.file.Files;
import java.nio.file.Path;
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
    var program = Path.of(settings.reload().getFirst());
    if (!Files.isExecutable(program)) {
      throw new ConnectorException(
          Kind.UNAUTHORIZED, "the reload command %s cannot be started".formatted(program));
    }
    return new Access(Optional.of(Set.of()), List.of(), Optional.empty());
  }
}
