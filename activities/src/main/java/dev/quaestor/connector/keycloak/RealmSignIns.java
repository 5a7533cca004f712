package dev.quaestor.connector.keycloak;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.UserAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** From where users have signed in, as the realm's user events say. */
final class RealmSignIns implements RecentActivity {
  private static final String SIGNED_IN = "LOGIN";

  /** Of one user; people sign in from few places often. */
  private static final int MOST_EVENTS = 500;

  private final BackEndClient api;
  private final RealmUsers users;

  RealmSignIns(BackEndClient api, RealmUsers users) {
    this.api = api;
    this.users = users;
  }

  @Override
  public Set<Kind> kinds() {
    return Set.of(Kind.SIGN_INS);
  }

  @Override
  public Map<EntityKey, Traces> on(List<Device> devices, Kind kind, Instant since, int limit) {
    return Map.of();
  }

  @Override
  public Map<EntityKey, Traces> by(
      List<UserAccount> accounts, Kind kind, Instant since, int limit) {
    if (kind != Kind.SIGN_INS || accounts.isEmpty()) {
      return Map.of();
    }
    var complete = keptFrom(since);
    var traces = ParallelCalls.each(accounts, account -> traces(account, since, limit, complete));
    var all = new LinkedHashMap<EntityKey, Traces>();
    for (int i = 0; i < accounts.size(); i++) {
      all.put(accounts.get(i).key(), traces.get(i));
    }
    return all;
  }

  /**
   * Whether the realm keeps events that long.
   *
   * @throws ConnectorException when it keeps none: that nothing is listed would say nothing
   */
  private boolean keptFrom(Instant since) {
    var config = api.call(Request.get("/events/config"));
    var types = BackEndJson.texts(config, "enabledEventTypes");
    if (!Boolean.TRUE.equals(BackEndJson.truth(config, "eventsEnabled"))
        || (!types.isEmpty() && !types.contains(SIGNED_IN))) {
      throw new ConnectorException(
          ConnectorException.Kind.OUT_OF_REACH,
          "the realm keeps no events of sign-ins: switch Save events on under Realm settings,"
              + " Events");
    }
    var seconds = Objects.requireNonNullElse(BackEndJson.number(config, "eventsExpiration"), 0L);
    return seconds <= 0 || !Instant.now().minus(Duration.ofSeconds(seconds)).isAfter(since);
  }

  private Traces traces(UserAccount account, Instant since, int limit, boolean complete) {
    var user = users.read(account);
    if (user.isEmpty()) {
      return new Traces(List.of(), false, null);
    }
    var events =
        api.list(
            Request.get("/events")
                .query("type", SIGNED_IN)
                .query("user", BackEndJson.textOr(user.get(), "id", "-"))
                .query("dateFrom", String.valueOf(since.toEpochMilli()))
                .query("max", String.valueOf(MOST_EVENTS)));
    var places = new LinkedHashSet<Entity>();
    events.stream()
        .filter(event -> isSince(event, since))
        .map(event -> BackEndJson.textOr(event, "ipAddress", ""))
        .filter(address -> IpLiteral.of(address).isPresent())
        .map(IpAddress::new)
        .forEach(places::add);
    return new Traces(
        places.stream().limit(limit).toList(),
        places.size() > limit || events.size() >= MOST_EVENTS || !complete,
        null);
  }

  private static boolean isSince(JsonNode event, Instant since) {
    var time = BackEndJson.number(event, "time");
    return time != null && time >= since.toEpochMilli();
  }
}
