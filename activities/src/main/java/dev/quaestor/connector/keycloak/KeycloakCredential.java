package dev.quaestor.connector.keycloak;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.Right;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Request;
import java.util.List;

/** What of the roles of the client {@code realm-management} is needed for what. */
record KeycloakCredential(BackEndClient api, String sentence) implements CredentialCheck {
  private static final String PAGES = "Keycloak Server Administration Guide, ";

  private static final List<Right> NEEDED =
      List.of(
          Right.toLook(
              PAGES + "Dedicated realm admin consoles, view-users", "view-users", "realm-admin"),
          Right.toLook(PAGES + "Auditing user events, view-events", "view-events", "realm-admin"),
          new Right(
              List.of("manage-users", "realm-admin"),
              List.of(
                  ActionType.DISABLE_USER,
                  ActionType.ENABLE_USER,
                  ActionType.REVOKE_SESSIONS,
                  ActionType.FORCE_PASSWORD_RESET),
              PAGES + "Dedicated realm admin consoles, manage-users"));

  @Override
  public Remedies remedies() {
    return api.remedies();
  }

  @Override
  public Access access() {
    var credential = api.credential();
    var access = new Access(credential.roles(), NEEDED, credential.ahead());
    if (credential.roles().isEmpty() || access.missing(List.of()).isEmpty()) {
      api.list(Request.get("/users").query("max", "1").query("briefRepresentation", "true"));
    }
    return access;
  }
}
