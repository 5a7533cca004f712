package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.List;
import java.util.Optional;

/** That of the manager and that of the indexer: both must be taken. */
record WazuhCredential(WazuhSettings settings, BackEndClient manager, Indexer indexer)
    implements CredentialCheck {

  @Override
  public Remedies remedies() {
    return settings.manager().remedies();
  }

  @Override
  public String sentence() {
    return "%s at %s as user %s, its indexer at %s as user %s"
        .formatted(
            settings.manager().connector(),
            settings.manager().base(),
            settings.manager().clientId(),
            settings.indexer().base(),
            settings.indexer().clientId());
  }

  /** What a user may do neither says. */
  @Override
  public Access access() {
    var credential = manager.credential();
    manager.call(Request.get("/agents").query("limit", "1").query("select", "id"));
    indexer.hits(BackEndJson.object().put("size", 0));
    return new Access(Optional.empty(), List.of(), credential.ahead());
  }
}
