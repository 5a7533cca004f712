package dev.quaestor.connector.graph;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.http.ApiClient;
import dev.quaestor.connector.http.Batches;
import dev.quaestor.connector.http.Json;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users of the directory and their risk. Cloud accounts; others are disabled where they live. */
final class Users implements UserDirectory, AccountControl {
  private final ApiClient api;

  Users(ApiClient api) {
    this.api = api;
  }

  @Override
  public Map<EntityKey, KnownUser> find(List<UserAccount> accounts) {
    var known = accounts.stream().filter(this::knows).toList();
    var answers = Batches.each(known, this::get);
    var users = new LinkedHashMap<EntityKey, KnownUser>();
    for (int i = 0; i < known.size(); i++) {
      var key = known.get(i).key();
      answers.get(i).ifPresent(user -> users.put(key, user));
    }
    return users;
  }

  private Optional<KnownUser> get(UserAccount account) {
    try {
      // accountEnabled comes only when it is asked for.
      var request =
          Request.get("/v1.0/users/{user}", reference(account))
              .query("$select", "id,displayName,userPrincipalName,accountEnabled");
      var json = api.call(request);
      var user =
          new UserAccount(
              Json.textOr(json, "id", reference(account)),
              Json.text(json, "userPrincipalName"),
              account.sid(),
              account.accountName(),
              account.domain());
      return Optional.of(
          new KnownUser(user, Json.text(json, "displayName"), Json.truth(json, "accountEnabled")));
    } catch (ConnectorException absent) {
      if (absent.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw absent;
    }
  }

  private static String reference(UserAccount account) {
    return account.userId() != null
        ? account.userId()
        : String.valueOf(account.userPrincipalName());
  }

  @Override
  public boolean knows(UserAccount account) {
    return (account.userId() != null && account.userId().matches("[0-9A-Za-z-]{1,64}"))
        || (account.userId() == null && Messages.isAddress(account.userPrincipalName()));
  }

  @Override
  public Standing disabled(UserAccount account) {
    var enabled = existing(account).enabled();
    if (enabled == null) {
      return Standing.UNKNOWN;
    }
    return enabled ? Standing.NOT_IN_FORCE : Standing.IN_FORCE;
  }

  private KnownUser existing(UserAccount account) {
    return get(account)
        .orElseThrow(
            () -> new ConnectorException(Kind.NOT_FOUND, "the directory has no such user"));
  }

  @Override
  public Progress disable(UserAccount account, Mandate mandate) {
    enabled(account, false);
    return new Progress.Done("the account is disabled");
  }

  @Override
  public Progress enable(UserAccount account, Mandate mandate) {
    enabled(account, true);
    return new Progress.Done("the account is enabled");
  }

  private void enabled(UserAccount account, boolean enabled) {
    api.call(
        Request.patch(
            "/v1.0/users/{user}",
            Json.object().put("accountEnabled", enabled),
            reference(account)));
  }

  @Override
  public Progress revokeSessions(UserAccount account, Mandate mandate) {
    api.call(Request.order("/v1.0/users/{user}/revokeSignInSessions", reference(account)));
    return new Progress.Done("sessions are revoked; it takes minutes until every service minds it");
  }

  @Override
  public Standing compromised(UserAccount account) {
    try {
      var risky =
          api.call(Request.get("/v1.0/identityProtection/riskyUsers/{user}", objectId(account)));
      return "confirmedCompromised".equalsIgnoreCase(Json.text(risky, "riskState"))
          ? Standing.IN_FORCE
          : Standing.NOT_IN_FORCE;
    } catch (ConnectorException absent) {
      // A user without any risk is not among the risky ones.
      if (absent.kind() == Kind.NOT_FOUND) {
        return Standing.NOT_IN_FORCE;
      }
      throw absent;
    }
  }

  @Override
  public Progress confirmCompromised(UserAccount account, Mandate mandate) {
    risk("confirmCompromised", account);
    return new Progress.Done("the user is marked as compromised");
  }

  @Override
  public Progress dismissRisk(UserAccount account, Mandate mandate) {
    risk("dismiss", account);
    return new Progress.Done("the user's risk is dismissed");
  }

  private void risk(String verb, UserAccount account) {
    var body = Json.object();
    body.putArray("userIds").add(objectId(account));
    api.call(Request.post("/v1.0/identityProtection/riskyUsers/" + verb, body));
  }

  /** Risk knows object ids only. */
  private String objectId(UserAccount account) {
    return account.userId() != null
        ? account.userId()
        : String.valueOf(existing(account).account().userId());
  }
}
