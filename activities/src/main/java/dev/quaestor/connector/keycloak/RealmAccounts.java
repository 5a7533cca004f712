package dev.quaestor.connector.keycloak;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds sway over the users of the realm. Keycloak keeps no mark of whose change it was, and none
 * of compromise.
 */
final class RealmAccounts implements AccountControl {
  private static final String NO_MARK =
      "Keycloak keeps no mark of compromise: disable the user, or end the sessions";

  private static final String NEW_PASSWORD = "UPDATE_PASSWORD";
  private static final String OF_A_CLIENT = "service-account-";

  private final BackEndClient api;
  private final RealmUsers users;

  RealmAccounts(BackEndClient api, RealmUsers users) {
    this.api = api;
    this.users = users;
  }

  @Override
  public Optional<String> obstacle(
      UserAccount account, Power power, Acquaintance<KnownUser> known) {
    if (!RealmUsers.isNamed(account)) {
      return Optional.of("Neither the user's id nor the user name in the realm is known");
    }
    return switch (known) {
      case Acquaintance.Known<KnownUser> found -> obstacle(account, power, found.value());
      case Acquaintance.Stranger<KnownUser> nobody -> Optional.of("The realm has no such user");
      case Acquaintance.NotAsked<KnownUser> unasked -> general(power);
      case Acquaintance.NoDirectory<KnownUser> none -> general(power);
    };
  }

  private static Optional<String> general(Power power) {
    return switch (power) {
      case RISK -> Optional.of(NO_MARK);
      case ACCESS, SESSIONS, PASSWORD -> Optional.empty();
    };
  }

  private static Optional<String> obstacle(UserAccount told, Power power, KnownUser known) {
    var name = told.userPrincipalName();
    var found = known.account();
    if (told.userId() != null
        && name != null
        && !name.equalsIgnoreCase(found.userPrincipalName())
        && !name.equalsIgnoreCase(found.accountName())) {
      return Optional.of("The id and the user name are those of different users");
    }
    if (String.valueOf(found.accountName()).toLowerCase(Locale.ROOT).startsWith(OF_A_CLIENT)) {
      return Optional.of(
          "It is the service account of a client, which is disabled with its client");
    }
    return switch (power) {
      case PASSWORD ->
          known.synced()
              ? Optional.of(
                  "The password is in a directory that Keycloak only reads from or writes through:"
                      + " it must be reset there")
              : Optional.empty();
      case RISK -> Optional.of(NO_MARK);
      case ACCESS, SESSIONS -> Optional.empty();
    };
  }

  private static boolean isEnabled(JsonNode user) {
    return !Boolean.FALSE.equals(BackEndJson.truth(user, "enabled"));
  }

  private static String id(JsonNode user) {
    return BackEndJson.textOr(user, "id", "-");
  }

  @Override
  public Standing disabled(UserAccount account) {
    var enabled = BackEndJson.truth(users.existing(account), "enabled");
    if (enabled == null) {
      return Standing.UNKNOWN;
    }
    return enabled ? Standing.NOT_IN_FORCE : Standing.IN_FORCE;
  }

  @Override
  public Optional<String> stillSignedIn(UserAccount account) {
    var left = signed(id(users.existing(account))).count();
    return left == 0
        ? Optional.empty()
        : Optional.of(
            "%s left, whose tokens work again once the user is enabled: revoke the sessions"
                .formatted(left == 1 ? "1 session is" : left + " sessions are"));
  }

  /** Disabled first: else a session could begin between its end and that. */
  @Override
  public Progress disable(UserAccount account, Mandate mandate) {
    var user = users.existing(account);
    if (isEnabled(user)
        && !changed(user, BackEndJson.object().put("enabled", false), now -> !isEnabled(now))) {
      return new Progress.Unseen("Keycloak has accepted it, but the user may still sign in");
    }
    return ConnectorException.sinceActing(
        () -> ended(id(user), "the user may not sign in, and no session is left"));
  }

  @Override
  public Progress enable(UserAccount account, Mandate mandate) {
    var user = users.existing(account);
    return isEnabled(user)
            || changed(user, BackEndJson.object().put("enabled", true), RealmAccounts::isEnabled)
        ? new Progress.Done("the user may sign in")
        : new Progress.Unseen("Keycloak has accepted it, but the user may not sign in");
  }

  /**
   * Changes what is named and nothing else. An answer that was lost is looked for.
   *
   * @return whether it is so now
   */
  private boolean changed(JsonNode user, ObjectNode change, Predicate<JsonNode> so) {
    Runnable write = () -> api.call(Request.put("/users/{user}", change, id(user)));
    return perhapsDone(write, () -> so.test(read(id(user))));
  }

  /** What breaks on its way may be done: then what is so decides. */
  private static boolean perhapsDone(Runnable act, BooleanSupplier so) {
    try {
      act.run();
    } catch (ConnectorException broke) {
      if (!broke.mayHaveActed()) {
        throw broke;
      }
      try {
        if (so.getAsBoolean()) {
          return true;
        }
      } catch (ConnectorException away) {
        // The first is the one to tell.
      }
      throw broke;
    }
    return ConnectorException.sinceActing(so::getAsBoolean);
  }

  private JsonNode read(String id) {
    return users.existing(new UserAccount(id, null, null, null, null));
  }

  @Override
  public Progress revokeSessions(UserAccount account, Mandate mandate) {
    return ended(id(users.existing(account)), "all sessions were ended");
  }

  /** Sessions of the user, and the clients that hold one that outlives signing out. */
  private record Signed(List<JsonNode> sessions, List<String> offline) {
    int count() {
      return sessions.size() + offline.size();
    }

    boolean isOut() {
      return count() == 0;
    }
  }

  private Signed signed(String id) {
    var offline = new ArrayList<String>();
    for (var consent : api.list(Request.get("/users/{user}/consents", id))) {
      var client = BackEndJson.text(consent, "clientId");
      if (client != null && !BackEndJson.objects(consent, "additionalGrants").isEmpty()) {
        offline.add(client);
      }
    }
    return new Signed(api.list(Request.get("/users/{user}/sessions", id)), offline);
  }

  /**
   * Ends all that there is and sees that it is gone. Signing out sets the time before which no
   * token of the user's counts; by it a session that has begun since is told apart.
   */
  private Progress ended(String id, String so) {
    var before = signed(id);
    if (before.isOut()) {
      return new Progress.Done(so);
    }
    perhapsDone(
        () -> api.call(Request.order("/users/{user}/logout", id)),
        () -> old(id).sessions().isEmpty());
    for (var client : before.offline()) {
      perhapsDone(
          () -> api.call(Request.delete("/users/{user}/consents/{client}", id, client)),
          () -> !signed(id).offline().contains(client));
    }
    var left = ConnectorException.sinceActing(() -> old(id));
    if (left.isOut()) {
      return new Progress.Done(so);
    }
    return new Progress.Unseen(
        "Keycloak has accepted the end of all sessions, but still lists "
            + Counted.of(left.count(), "session", "sessions"));
  }

  /** Those that had begun before the user was signed out. */
  private Signed old(String id) {
    var notBefore =
        Objects.requireNonNullElse(BackEndJson.number(read(id), "notBefore"), 0L) * 1000;
    var now = signed(id);
    return new Signed(
        now.sessions().stream()
            .filter(
                session ->
                    Objects.requireNonNullElse(BackEndJson.number(session, "start"), 0L)
                        <= notBefore)
            .toList(),
        now.offline());
  }

  @Override
  public Progress forcePasswordReset(UserAccount account, Mandate mandate) {
    var user = users.existing(account);
    if (mustChange(user)) {
      return new Progress.Done("the password must be changed at the next sign-in");
    }
    var change = BackEndJson.object();
    var all = change.putArray("requiredActions");
    BackEndJson.texts(user, "requiredActions").forEach(all::add);
    all.add(NEW_PASSWORD);
    return changed(user, change, RealmAccounts::mustChange)
        ? new Progress.Done("the password must be changed at the next sign-in")
        : new Progress.Unseen(
            "Keycloak has accepted it, but does not require the user to change the password");
  }

  private static boolean mustChange(JsonNode user) {
    return BackEndJson.texts(user, "requiredActions").contains(NEW_PASSWORD);
  }

  @Override
  public Standing compromised(UserAccount account) {
    users.existing(account);
    return Standing.UNKNOWN;
  }

  @Override
  public Receipt.Risk risk(UserAccount account) {
    throw new ConnectorException(Kind.REJECTED, NO_MARK);
  }

  @Override
  public Optional<String> riskChangedSince(UserAccount account, Left left) {
    return Optional.empty();
  }

  @Override
  public Progress confirmCompromised(UserAccount account, Mandate mandate) {
    throw new ConnectorException(Kind.REJECTED, NO_MARK);
  }

  @Override
  public Progress dismissRisk(UserAccount account, Mandate mandate) {
    throw new ConnectorException(Kind.REJECTED, NO_MARK);
  }
}
