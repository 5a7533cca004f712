package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Directory;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
        .on("GET /v1.0/security/identities/identityAccounts", this::identities)
        .on("POST /v1.0/security/identities/identityAccounts/*/invokeAction", this::invoke);
  }

  private Reply get(Call call) {
    ObjectNode user = resource(mailboxes.user(call));
    // Graph shows accountEnabled only to those who select it.
    if (call.query("$select").isBlank()) {
      user.remove("accountEnabled");
      user.remove("signInSessionsValidFromDateTime");
      user.remove("passwordProfile");
    }
    return Reply.ok(GraphReplies.entity(call, "users/$entity", Listing.select(call, user)));
  }

  private Reply update(Call call) {
    Directory.User user = mailboxes.user(call);
    JsonNode enabled = call.json().get("accountEnabled");
    JsonNode must = call.json().path("passwordProfile").get("forceChangePasswordNextSignIn");
    if ((enabled == null || !enabled.isBoolean()) && (must == null || !must.isBoolean())) {
      throw Refusal.badRequest(
          "Request_BadRequest",
          "The lab updates accountEnabled and forceChangePasswordNextSignIn, Booleans, only.");
    }
    if (user.onPremisesSid() != null) {
      throw Refusal.badRequest(
          "Request_BadRequest",
          "Unable to update the specified properties for on-premises mastered Directory Sync"
              + " objects.");
    }
    if (enabled != null) {
      user.enable(enabled.booleanValue());
    }
    if (must != null) {
      user.mustChangePassword(must.booleanValue());
    }
    return Reply.empty(204);
  }

  /** The accounts on premises that the vendor's sensors watch. */
  private Reply identities(Call call) {
    List<ObjectNode> all = new ArrayList<>();
    for (Directory.User user : tenant.users().all()) {
      if (user.onPremisesSid() != null) {
        ObjectNode identity = LabJson.object();
        identity.put("id", user.id());
        identity.put("displayName", user.displayName());
        identity.put("domain", "corp.contoso.example");
        identity.put("onPremisesSecurityIdentifier", user.onPremisesSid());
        identity.putNull("cloudSecurityIdentifier");
        identity.put("isEnabled", user.enabled());
        identity
            .putArray("accounts")
            .addObject()
            .put("identityProvider", "activeDirectory")
            .put("identifier", user.id())
            .putArray("actions")
            .add("disable")
            .add("enable")
            .add("forcePasswordReset");
        all.add(identity);
      }
    }
    Listing listing = new Listing(Set.of("id", "onPremisesSecurityIdentifier"), 1000, false);
    return Reply.ok(
        listing.page(
            call, GraphReplies.context(call, "security/identities/identityAccounts"), all));
  }

  private Reply revoke(Call call) {
    mailboxes.user(call).revokeSessions(tenant.clock().instant());
    ObjectNode body = LabJson.object();
    body.put("@odata.context", GraphReplies.context(call, "Edm.Boolean"));
    body.put("value", true);
    return Reply.ok(body);
  }

  private Reply risky(Call call) {
    Directory.User user = mailboxes.user(call);
    ObjectNode body = LabJson.object();
    body.put("id", user.id());
    body.put("isDeleted", false);
    body.put("userDisplayName", user.displayName());
    body.put("userPrincipalName", user.principalName());
    body.put("riskState", user.riskState());
    body.put(
        "riskLevel",
        switch (user.riskState()) {
          case "confirmedCompromised" -> "high";
          case "atRisk" -> "medium";
          default -> "none";
        });
    Instant changed = user.riskChanged();
    body.put("riskLastUpdatedDateTime", changed == null ? null : changed.toString());
    return Reply.ok(GraphReplies.entity(call, "identityProtection/riskyUsers/$entity", body));
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
    users.forEach(user -> user.riskState(state, tenant.clock().instant()));
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
      case "forcePasswordReset" -> user.mustChangePassword(true);
      case "revokeAllSessions", "requireUserToSignInAgain" ->
          user.revokeSessions(tenant.clock().instant());
      case "markUserAsCompromised" ->
          user.riskState("confirmedCompromised", tenant.clock().instant());
      default -> throw Refusal.badRequest("BadRequest", "The action is not supported.");
    }
    ObjectNode body = LabJson.object();
    body.putObject("value")
        .put("accountId", account)
        .put("action", action)
        .put("provider", provider)
        .put("correlationId", UUID.randomUUID().toString());
    return Reply.ok(body);
  }

  private static ObjectNode resource(Directory.User user) {
    ObjectNode body = LabJson.object();
    body.put("id", user.id());
    body.put("displayName", user.displayName());
    body.put("userPrincipalName", user.principalName());
    body.put("mail", user.principalName());
    body.put("accountEnabled", user.enabled());
    body.put("userType", user.guest() ? "Guest" : "Member");
    body.put("onPremisesSyncEnabled", user.onPremisesSid() != null ? Boolean.TRUE : null);
    body.put("onPremisesSecurityIdentifier", user.onPremisesSid());
    body.putObject("passwordProfile")
        .put("forceChangePasswordNextSignIn", user.mustChangePassword());
    Instant revoked = user.sessionsRevoked();
    body.put("signInSessionsValidFromDateTime", revoked == null ? null : LabJson.mailTime(revoked));
    return body;
  }
}
