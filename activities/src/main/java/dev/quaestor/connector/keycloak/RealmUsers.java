package dev.quaestor.connector.keycloak;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The users of the realm, by their id, their user name, or an e-mail address that Keycloak has seen
 * proven. A name that several have is nobody's.
 */
final class RealmUsers implements UserDirectory {
  /** Ids of users of a federated directory hold its component and their name there. */
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z:._@+-]{0,254}");

  private static final Pattern NAME = Pattern.compile("[\\pL\\pN][\\pL\\pN._%+'@-]{0,254}");

  /** More than one is too many already. */
  private static final String FEW = "3";

  private final BackEndClient api;

  RealmUsers(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Map<EntityKey, KnownUser> find(List<UserAccount> accounts) {
    var known = accounts.stream().filter(RealmUsers::isNamed).toList();
    var answers = ParallelCalls.each(known, this::read);
    var users = new LinkedHashMap<EntityKey, KnownUser>();
    for (int i = 0; i < known.size(); i++) {
      var key = known.get(i).key();
      answers.get(i).map(RealmUsers::known).ifPresent(user -> users.put(key, user));
    }
    return users;
  }

  static boolean isNamed(UserAccount account) {
    return account.userId() != null
        ? ID.matches(account.userId())
        : account.userPrincipalName() != null && NAME.matches(account.userPrincipalName());
  }

  /** As Keycloak has it; empty where it has none or several. */
  Optional<JsonNode> read(UserAccount account) {
    if (!isNamed(account)) {
      return Optional.empty();
    }
    var id = account.userId();
    if (id != null) {
      return one(users("search", "id:" + id, false))
          .filter(user -> id.equals(BackEndJson.text(user, "id")));
    }
    var name = String.valueOf(account.userPrincipalName());
    var byName =
        users("username", name, true).stream()
            .filter(user -> name.equalsIgnoreCase(BackEndJson.text(user, "username")));
    var byAddress =
        name.indexOf('@') < 0
            ? Stream.<JsonNode>empty()
            : users("email", name, true).stream()
                .filter(user -> name.equalsIgnoreCase(proven(user)));
    var both = new LinkedHashMap<String, JsonNode>();
    Stream.concat(byName, byAddress)
        .forEach(user -> both.put(BackEndJson.textOr(user, "id", "-"), user));
    return one(List.copyOf(both.values()));
  }

  private static Optional<JsonNode> one(List<JsonNode> users) {
    return users.size() == 1 && BackEndJson.text(users.getFirst(), "id") != null
        ? Optional.of(users.getFirst())
        : Optional.empty();
  }

  private List<JsonNode> users(String by, String value, boolean exact) {
    var request = Request.get("/users").query(by, value).query("max", FEW);
    return api.list(exact ? request.query("exact", "true") : request);
  }

  /**
   * @throws ConnectorException {@code NOT_FOUND} when there is none
   */
  JsonNode existing(UserAccount account) {
    return read(account)
        .orElseThrow(() -> new ConnectorException(Kind.NOT_FOUND, "the realm has no such user"));
  }

  private static @Nullable String proven(JsonNode user) {
    return Boolean.TRUE.equals(BackEndJson.truth(user, "emailVerified"))
        ? BackEndJson.text(user, "email")
        : null;
  }

  private static KnownUser known(JsonNode user) {
    var username = BackEndJson.textOr(user, "username", "-");
    var address = proven(user);
    var principal = username.indexOf('@') >= 0 || address == null ? username : address;
    var display =
        Stream.of("firstName", "lastName")
            .map(name -> BackEndJson.text(user, name))
            .filter(part -> part != null && !part.isBlank())
            .map(String::valueOf)
            .reduce((first, last) -> first + " " + last)
            .orElse(null);
    return new KnownUser(
        new UserAccount(BackEndJson.text(user, "id"), principal, null, username, null),
        display,
        BackEndJson.truth(user, "enabled"),
        BackEndJson.text(user, "federationLink") != null,
        false);
  }
}
