package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.LedgerSchema;
import dev.quaestor.starter.ledger.LinkStore;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.wire.QuaestorJson;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeopleTest {
  private final RunningStarter starter = RunningStarter.get();
  private final PersonStore people = starter.bean(PersonStore.class);

  @Test
  void somebodyWhoIsAddedSignsInOnceWithWhatTheyWereHandedAndChoosesAPassword() {
    var name = "Dana " + UUID.randomUUID();
    var added =
        starter.post(
            "/api/v1/users",
            """
            {"name":"%s","roles":["device-approver"],"scope":{"groups":["Servers"]}}"""
                .formatted(name));
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.body().path("scope").path("groups").get(0).asString()).isEqualTo("Servers");

    var browser = new Browser(starter);
    assertThat(Browser.location(browser.signIn(name, added.body().path("password").asString())))
        .isEqualTo("/password");
    assertThat(starter.get("/api/v1/users").http().body())
        .contains(name)
        .doesNotContain(added.body().path("password").asString())
        .doesNotContain("argon2");
  }

  @Test
  void aNameIsOnePersonsWhoeverBearsIt() {
    var ann = starter.person(Scope.ALL, "viewer");

    assertThat(user(ann.name()).status()).isEqualTo(409);
    assertThat(user(ann.name().toUpperCase()).status()).isEqualTo(409);
    assertThat(
            starter
                .post(
                    "/api/v1/tokens",
                    "{\"name\":\"%s\",\"roles\":[\"viewer\"]}".formatted(ann.name()))
                .status())
        .isEqualTo(409);
    starter.tokenOf("viewer", "analyst");
    assertThat(user("Ms viewer+analyst").status()).isEqualTo(409);
    for (var bad : new String[] {"admin", "policy", "user:x", "usr-1", "oidc:x", "", "a\u202eb"}) {
      assertThat(user(bad).status()).as(bad).isEqualTo(400);
    }
  }

  private RunningStarter.Answer user(String name) {
    var body = QuaestorJson.mapper().createObjectNode().put("name", name);
    body.putArray("roles").add("viewer");
    return starter.post("/api/v1/users", body.toString());
  }

  @Test
  void aLinkIsShownByAGetAndUsedUpByAPost() {
    var ann = starter.person(Scope.ALL, "viewer");
    var link = link(ann);
    var code = link.substring(link.indexOf('=') + 1);

    for (int i = 0; i < 3; i++) {
      var scanner = new Browser(starter);
      assertThat(scanner.get(link).http().body()).contains("<button");
      assertThat(
              starter.send(scanner.request(link).method("HEAD", BodyPublishers.noBody())).status())
          .isEqualTo(200);
      assertThat(scanner.get("/password").status()).isEqualTo(303);
    }
    assertThat(new Browser(starter).post("/sign-in/link", Map.of("code", code)).status())
        .isEqualTo(403);

    var browser = new Browser(starter);
    var used = browser.submit(link, "/sign-in/link", Map.of("code", code));
    assertThat(Browser.location(used)).isEqualTo("/password");
    assertThat(browser.get("/password").status()).isEqualTo(200);

    var second = new Browser(starter);
    assertThat(second.get(link).http().body()).contains("no longer good");
    assertThat(second.post("/sign-in/link", Map.of("code", code, "_csrf", csrfOf(second))).status())
        .isEqualTo(403);
    assertThat(second.get("/password").status()).isEqualTo(303);
  }

  private static String csrfOf(Browser browser) {
    return Browser.csrf(browser.get("/sign-in"));
  }

  private String link(Person person) {
    var answer =
        starter.post("/api/v1/sign-in-links", "{\"user\":\"%s\"}".formatted(person.personId()));
    assertThat(answer.status()).isEqualTo(201);
    return answer.body().path("path").asString();
  }

  @Test
  void anotherLinkTakesThePlaceOfTheOneBefore() {
    var ann = starter.person(Scope.ALL, "viewer");
    var first = link(ann);
    var second = link(ann);

    assertThat(new Browser(starter).get(first).http().body()).contains("no longer good");
    assertThat(new Browser(starter).get(second).http().body()).contains("<button");
  }

  @Test
  void aLinkSignsNobodyInWhoIsDisabled() {
    var ann = starter.person(Scope.ALL, "viewer");
    var link = link(ann);
    people.disable(ann.personId(), true);
    var browser = new Browser(starter);

    var code = link.substring(link.indexOf('=') + 1);
    assertThat(browser.submit(link, "/sign-in/link", Map.of("code", code)).status()).isEqualTo(403);
  }

  @Test
  void ownTokensAreThePersonAndGiveNoMoreThanThePersonHas() {
    var ann = starter.person(new Scope(Set.of("Servers"), null), "device-approver", "analyst");
    var session = Caller.ofPerson(ann, Instant.now());
    var mine = starter.bean(Mine.class);

    assertThat(mine.addToken(session, "ci", Set.of(AccessRole.ADMIN), Scope.ALL, inDays(1)))
        .isInstanceOf(Mine.Added.Flawed.class);
    assertThat(mine.addToken(session, "ci", Set.of(AccessRole.ANALYST), Scope.ALL, inDays(366)))
        .isInstanceOf(Mine.Added.Flawed.class);
    assertThat(mine.addToken(session, "ci", Set.of(AccessRole.ANALYST), Scope.ALL, null))
        .isInstanceOf(Mine.Added.Flawed.class);
    var made =
        (Mine.Added.Done)
            mine.addToken(
                session,
                "ci",
                Set.of(AccessRole.DEVICE_APPROVER, AccessRole.ANALYST),
                Scope.ALL,
                inDays(1));
    var who = starter.send(starter.as(made.secret(), "/api/v1/whoami").GET());
    assertThat(who.status()).isEqualTo(200);
    assertThat(who.body().path("name").asString()).isEqualTo(ann.name());
    assertThat(who.http().body()).contains("device-approver");

    people.grant(ann.personId(), Set.of("viewer", "analyst"), Scope.ALL);
    assertThat(starter.send(starter.as(made.secret(), "/api/v1/whoami").GET()).http().body())
        .contains("analyst")
        .doesNotContain("device-approver\"");
    people.disable(ann.personId(), true);
    assertThat(starter.send(starter.as(made.secret(), "/api/v1/whoami").GET()).status())
        .isEqualTo(401);
    people.disable(ann.personId(), false);
    assertThat(mine.revokeToken(session, made.token().tokenId())).isPresent();
    assertThat(starter.send(starter.as(made.secret(), "/api/v1/whoami").GET()).status())
        .isEqualTo(401);
  }

  @Test
  void nobodyFindsWhatIsAnothersOwn() {
    var mine = starter.bean(Mine.class);
    var ann = starter.person(Scope.ALL, "viewer");
    var eve = Caller.ofPerson(starter.person(Scope.ALL, "admin"), Instant.now());
    starter.browserOf(ann);
    var anns = Caller.ofPerson(ann, Instant.now());
    var made =
        (Mine.Added.Done) mine.addToken(anns, "x", Set.of(AccessRole.VIEWER), Scope.ALL, inDays(1));
    var session = mine.sessions(anns).getFirst();

    assertThat(mine.revokeToken(eve, made.token().tokenId())).isEmpty();
    assertThat(mine.endSession(eve, session.id())).isFalse();
    assertThat(mine.endSession(anns, session.id())).isTrue();
    assertThat(starter.send(starter.as(starter.adminToken(), "/api/v1/me/tokens").GET()).status())
        .isEqualTo(200);
    assertThat(
            starter
                .post(
                    "/api/v1/me/tokens",
                    "{\"label\":\"x\",\"roles\":[\"viewer\"],\"expiresAt\":\"%s\"}"
                        .formatted(inDays(1)))
                .status())
        .isEqualTo(403);
  }

  private static Instant inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  @Test
  void theFirstAdministratorComesByALinkAndSaysWhoTheyAre() throws Exception {
    try (var database = new HikariDataSource()) {
      database.setJdbcUrl(
          "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
      LedgerSchema.migrate(database);
      var store = new PersonStore(database, Instant::now);
      var links = new LinkStore(database, Instant::now);
      var fresh =
          new People(
              store, new TokenStore(database, Instant::now), links, new Passwords(), Instant::now);
      var stale = code(fresh.firstLink().orElseThrow());
      var code = code(fresh.firstLink().orElseThrow());

      assertThat(fresh.use(stale)).isEmpty();
      var first = fresh.use(code).orElseThrow();
      assertThat(first.mustChange()).isTrue();
      assertThat(first.roles()).containsExactly("admin");
      assertThat(fresh.use(code)).isEmpty();
      assertThat(fresh.use(code(fresh.firstLink().orElseThrow()))).isPresent();
      assertThat(fresh.rename(first, "policy")).isInstanceOf(People.Named.Flawed.class);
      assertThat(fresh.rename(first, "Noor Haddad")).isInstanceOf(People.Named.Done.class);
      store.setPassword(first.personId(), "hash", false);
      assertThat(fresh.firstLink()).isEmpty();
      try (var connection = database.getConnection();
          var rows = connection.createStatement().executeQuery("select * from sign_in_link")) {
        while (rows.next()) {
          assertThat(rows.getString("link_hash")).hasSize(64).isNotEqualTo(code);
        }
      }
    }
  }

  private static String code(People.MintedLink link) {
    return link.path().substring(link.path().indexOf('=') + 1);
  }
}
