package dev.quaestor.connector.keycloak;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.http.BackEndClient;
import java.util.List;

/** The table of contents of this room. */
final class KeycloakConnector implements Connector {
  private final String name;
  private final BackEndClient api;
  private final List<Capability> capabilities;

  KeycloakConnector(String name, BackEndClient api, String place) {
    this.name = name;
    this.api = api;
    var users = new RealmUsers(api);
    this.capabilities =
        List.of(
            new KeycloakCredential(api, place),
            users,
            new RealmAccounts(api, users),
            new RealmSignIns(api, users));
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
    api.close();
  }
}
