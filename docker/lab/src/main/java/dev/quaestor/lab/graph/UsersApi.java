package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Json;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Directory;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Users: enabled or not, their sessions, and their risk. */
final class UsersApi {

  private final Tenant tenant;
  private final Mailboxes mailboxes;

  UsersApi(Tenant tenant) {
    this.tenant = tenant;
    this.mailboxes = new Mailboxes(tenant);
  }

  void routes(Router router) {
    router
        .on("GET /v1.0/users/*", this::get)
        .on("PATCH /v1.0/users/*", this::update)
        .on("POST /v1.0/users/*/revokeSignInSessions", this::revoke)
        .on("GET /v1.0/identityProtection/riskyUsers/*", this::risky)
        .on(
            "POST /v1.0/identityProtection/riskyUsers/confirmCompromised",
            call -> risk(call, "confirmedCompromised"))
        .on("POST /v1.0/identityProtection/riskyUsers/dismiss", call -> risk(call, "dismissed"))
        .on("POST /v1.0/security/identities/identityAccounts/*/invokeAction", this::invoke);
  }

  private Reply get(Call call) {
    ObjectNode user = resource(mailboxes.user(call));
    // Graph shows accountEnabled only to those who select it.
    if (call.query("$select").isBlank()) {
      user.remove("accountEnabled");
      user.remove("signInSessionsValidFromDateTime");
    }
    return Reply.ok(Replies.entity(call, "users/$entity", Listing.select(call, user)));
  }

  private Reply update(Call call) {
    Directory.User user = mailboxes.user(call);
    JsonNode enabled = call.json().get("accountEnabled");
    if (enabled == null || !enabled.isBoolean()) {
      throw Refusal.badRequest(
          "Request_BadRequest", "The lab updates accountEnabled, a Boolean, only.");
    }
    user.enable(enabled.booleanValue());
    return Reply.empty(204);
  }

  private Reply revoke(Call call) {
    mailboxes.user(call).revokeSessions(tenant.clock().instant());
    ObjectNode body = Json.object();
    body.put("@odata.context", Replies.context(call, "Edm.Boolean"));
    body.put("value", true);
    return Reply.ok(body);
  }

  private Reply risky(Call call) {
    Directory.User user = mailboxes.user(call);
    ObjectNode body = Json.object();
    body.put("id", user.id());
    body.put("isDeleted", false);
    body.put("userDisplayName", user.displayName());
    body.put("userPrincipalName", user.principalName());
    body.put("riskState", user.riskState());
    body.put("riskLevel", user.riskState().equals("confirmedCompromised") ? "high" : "none");
    return Reply.ok(Replies.entity(call, "identityProtection/riskyUsers/$entity", body));
  }

  private Reply risk(Call call, String state) {
    JsonNode ids = call.json().path("userIds");
    if (!ids.isArray() || ids.isEmpty() || ids.size() > 60) {
      throw Refusal.badRequest("BadRequest", "userIds must name between 1 and 60 users.");
    }
    List<Directory.User> users = new ArrayList<>();
    for (JsonNode id : ids) {
      users.add(
          tenant
              .users()
              .find(id.asString(""))
              .orElseThrow(() -> Refusal.badRequest("BadRequest", "A user id is not valid.")));
    }
    users.forEach(user -> user.riskState(state));
    return Reply.empty(204);
  }

  private Reply invoke(Call call) {
    ObjectNode given = call.json();
    String account = call.required(given, "accountId");
    String action = call.required(given, "action");
    String provider = call.required(given, "identityProvider");
    Directory.User user =
        tenant
            .users()
            .find(account)
            .orElseThrow(() -> Refusal.badRequest("BadRequest", "The accountId is not valid."));
    switch (action) {
      case "disable" -> user.enable(false);
      case "enable" -> user.enable(true);
      case "forcePasswordReset", "revokeAllSessions", "requireUserToSignInAgain" ->
          user.revokeSessions(tenant.clock().instant());
      case "markUserAsCompromised" -> user.riskState("confirmedCompromised");
      default -> throw Refusal.badRequest("BadRequest", "The action is not supported.");
    }
    ObjectNode body = Json.object();
    body.putObject("value")
        .put("accountId", account)
        .put("action", action)
        .put("provider", provider)
        .put("correlationId", UUID.randomUUID().toString());
    return Reply.ok(body);
  }

  private static ObjectNode resource(Directory.User user) {
    ObjectNode body = Json.object();
    body.put("id", user.id());
    body.put("displayName", user.displayName());
    body.put("userPrincipalName", user.principalName());
    body.put("mail", user.principalName());
    body.put("accountEnabled", user.enabled());
    Instant revoked = user.sessionsRevoked();
    body.put("signInSessionsValidFromDateTime", revoked == null ? null : Json.mailTime(revoked));
    return body;
  }
}
