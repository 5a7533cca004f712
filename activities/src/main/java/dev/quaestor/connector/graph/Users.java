package dev.quaestor.connector.graph;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.graph.IdentityAccounts.OnPremises;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Users of the directory and their risk. What is asked of an account is asked where it lives: of
 * Entra ID for one of the cloud, of Active Directory through Defender for Identity for one that is
 * copied from there, and then of Entra ID too where that lets it.
 */
final class Users implements UserDirectory, AccountControl {
  private static final String ACCEPTED = "Entra ID has accepted it";

  private static final String FIELDS =
      "id,displayName,userPrincipalName,accountEnabled,userType,onPremisesSyncEnabled,"
          + "onPremisesSecurityIdentifier";

  private final BackEndClient api;
  private final IdentityAccounts onPremises;

  Users(BackEndClient api) {
    this.api = api;
    this.onPremises = new IdentityAccounts(api);
  }

  @Override
  public Map<EntityKey, KnownUser> find(List<UserAccount> accounts) {
    var known = accounts.stream().filter(Users::isNamed).toList();
    var answers = ParallelCalls.each(known, this::get);
    var users = new LinkedHashMap<EntityKey, KnownUser>();
    for (int i = 0; i < known.size(); i++) {
      var key = known.get(i).key();
      answers.get(i).ifPresent(user -> users.put(key, user));
    }
    return users;
  }

  private Optional<KnownUser> get(UserAccount account) {
    // accountEnabled comes only when it is asked for.
    var request = Request.get("/v1.0/users/{user}", reference(account)).query("$select", FIELDS);
    return BackEndClient.ifThere(() -> read(account, api.call(request)));
  }

  private static KnownUser read(UserAccount account, JsonNode json) {
    var user =
        new UserAccount(
            BackEndJson.textOr(json, "id", reference(account)),
            BackEndJson.text(json, "userPrincipalName"),
            // Active Directory goes by it: whoever told another one meant another account.
            or(BackEndJson.text(json, "onPremisesSecurityIdentifier"), account.sid()),
            account.accountName(),
            account.domain());
    return new KnownUser(
        user,
        BackEndJson.text(json, "displayName"),
        BackEndJson.truth(json, "accountEnabled"),
        Boolean.TRUE.equals(BackEndJson.truth(json, "onPremisesSyncEnabled")),
        isExternal(json, user));
  }

  private static String reference(UserAccount account) {
    return account.userId() != null
        ? account.userId()
        : String.valueOf(account.userPrincipalName());
  }

  /** Guests are marked so; older ones only by the name that they were given. */
  private static boolean isExternal(JsonNode json, UserAccount user) {
    var name = user.userPrincipalName();
    return "guest".equalsIgnoreCase(BackEndJson.text(json, "userType"))
        || (name != null && name.toLowerCase(Locale.ROOT).contains("#ext#"));
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first != null ? first : second;
  }

  private static boolean isNamed(UserAccount account) {
    return (account.userId() != null && account.userId().matches("[0-9A-Za-z-]{1,64}"))
        || (account.userId() == null && Messages.isAddress(account.userPrincipalName()));
  }

  /** What people read is the name, and what is acted on is the id. */
  private static boolean isAnother(UserAccount told, UserAccount found) {
    var name = told.userPrincipalName();
    return told.userId() != null
        && name != null
        && found.userPrincipalName() != null
        && !name.equalsIgnoreCase(found.userPrincipalName());
  }

  @Override
  public Optional<String> obstacle(
      UserAccount account, Power power, Acquaintance<KnownUser> known) {
    if (!isNamed(account)) {
      return Optional.of("Neither the user's object id nor the user principal name is known");
    }
    return switch (known) {
      case Acquaintance.Known<KnownUser> found -> obstacle(account, power, found.value());
      case Acquaintance.Stranger<KnownUser> nobody -> Optional.of("The directory has no such user");
      case Acquaintance.NotAsked<KnownUser> unasked -> Optional.empty();
      case Acquaintance.NoDirectory<KnownUser> none -> Optional.empty();
    };
  }

  private static Optional<String> obstacle(UserAccount account, Power power, KnownUser known) {
    if (isAnother(account, known.account())) {
      return Optional.of("The object id and the user principal name are those of different users");
    }
    if (!known.external()) {
      return Optional.empty();
    }
    return switch (power) {
      case ACCESS, RISK -> Optional.empty();
      case SESSIONS ->
          Optional.of("The user is external: only the home tenant can revoke the sessions");
      case PASSWORD ->
          Optional.of("The user is external: only the home tenant can reset the password");
    };
  }

  @Override
  public Standing disabled(UserAccount account) {
    var user = existing(account);
    // The copy follows within half an hour: the home tells first.
    var enabled = home(user).map(OnPremises::enabled).orElse(user.enabled());
    if (enabled == null) {
      return Standing.UNKNOWN;
    }
    return enabled ? Standing.NOT_IN_FORCE : Standing.IN_FORCE;
  }

  private Optional<OnPremises> home(KnownUser user) {
    return user.synced() ? onPremises.find(user.account().sid()) : Optional.empty();
  }

  private KnownUser existing(UserAccount account) {
    return get(account)
        .orElseThrow(
            () -> new ConnectorException(Kind.NOT_FOUND, "the directory has no such user"));
  }

  @Override
  public Optional<String> stillSignedIn(UserAccount account) {
    return Optional.empty();
  }

  @Override
  public Progress disable(UserAccount account, Mandate mandate) {
    return access(account, false, "disable");
  }

  @Override
  public Progress enable(UserAccount account, Mandate mandate) {
    return access(account, true, "enable");
  }

  private Progress access(UserAccount account, boolean enabled, String action) {
    var home = home(existing(account));
    var change = BackEndJson.object().put("accountEnabled", enabled);
    if (home.isEmpty()) {
      update(account, change);
      return new Progress.Done(ACCEPTED);
    }
    onPremises.invoke(home.get(), action);
    try {
      update(account, change);
      return new Progress.Done("Active Directory and Entra ID have accepted it");
    } catch (ConnectorException mastered) {
      if (mastered.kind() == Kind.THROTTLED || mastered.kind() == Kind.DOWN) {
        // Both are set again by the next attempt, which changes nothing where it is so already.
        throw mastered;
      }
      // Entra ID refuses to change what it copies.
      return new Progress.Done(
          "Active Directory has accepted it; Entra ID follows at the next synchronization");
    }
  }

  private void update(UserAccount account, ObjectNode change) {
    api.call(Request.patch("/v1.0/users/{user}", change, reference(account)));
  }

  @Override
  public Progress forcePasswordReset(UserAccount account, Mandate mandate) {
    var user = existing(account);
    var home = home(user);
    if (home.isPresent()) {
      onPremises.invoke(home.get(), "forcePasswordReset");
      return new Progress.Done(
          "Active Directory has accepted that the password must be changed at the next sign-in");
    }
    if (user.synced()) {
      return new Progress.Failed(
          "ACCOUNT_LIVES_ELSEWHERE",
          "the account belongs to an on-premises directory that Defender for Identity does "
              + "not monitor");
    }
    var change = BackEndJson.object();
    change.putObject("passwordProfile").put("forceChangePasswordNextSignIn", true);
    update(account, change);
    var must = ConnectorException.sinceActing(() -> mustChange(account));
    if (Boolean.FALSE.equals(must)) {
      return new Progress.Unseen(
          "Entra ID accepted the request, but does not require the user to change the password");
    }
    return new Progress.Done(
        must == null
            ? "Entra ID has accepted that the password must be changed at the next sign-in"
            : "the password must be changed at the next sign-in");
  }

  private @Nullable Boolean mustChange(UserAccount account) {
    var read =
        api.call(
            Request.get("/v1.0/users/{user}", reference(account))
                .query("$select", "id,passwordProfile"));
    return BackEndJson.truth(
        BackEndJson.field(read, "passwordProfile"), "forceChangePasswordNextSignIn");
  }

  @Override
  public Progress revokeSessions(UserAccount account, Mandate mandate) {
    api.call(Request.order("/v1.0/users/{user}/revokeSignInSessions", reference(account)));
    return new Progress.Done(
        "sessions are revoked; it takes some minutes until every service enforces this");
  }

  @Override
  public Standing compromised(UserAccount account) {
    return risk(account).changed() ? Standing.NOT_IN_FORCE : Standing.IN_FORCE;
  }

  @Override
  public Receipt.Risk risk(UserAccount account) {
    var request = Request.get("/v1.0/identityProtection/riskyUsers/{user}", objectId(account));
    // A user without any risk is not among the risky ones.
    return BackEndClient.ifThere(() -> api.call(request))
        .map(
            risky ->
                new Receipt.Risk(
                    BackEndJson.textOr(risky, "riskState", "none"),
                    BackEndJson.time(risky, "riskLastUpdatedDateTime")))
        .orElseGet(() -> new Receipt.Risk("none", null));
  }

  @Override
  public Optional<String> riskChangedSince(UserAccount account, Left left) {
    if (!(left.receipt() instanceof Receipt.Risk recorded) || recorded.leftAt() == null) {
      return Optional.empty();
    }
    var now = risk(account);
    return !now.changed() && now.leftAt() != null && now.leftAt().isAfter(recorded.leftAt())
        ? Optional.of("the user's risk was set again at " + now.leftAt())
        : Optional.empty();
  }

  @Override
  public Progress confirmCompromised(UserAccount account, Mandate mandate) {
    risk("confirmCompromised", account);
    return new Progress.Done(ACCEPTED);
  }

  @Override
  public Progress dismissRisk(UserAccount account, Mandate mandate) {
    risk("dismiss", account);
    return new Progress.Done("the user's risk is dismissed");
  }

  private void risk(String verb, UserAccount account) {
    var body = BackEndJson.object();
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
