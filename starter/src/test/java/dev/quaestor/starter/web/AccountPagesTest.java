package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.RunningStarter.Answer;
import dev.quaestor.starter.ledger.ApiToken;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.SessionStore;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.starter.ledger.WebSession;
import dev.quaestor.text.Sha256;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a person's own, as a browser without a script gets it. */
class AccountPagesTest {
  private static final Pattern SECRET =
      Pattern.compile("<code id=\"made\"[^>]*>(qst_[^<]+)</code>");

  private final RunningStarter starter = RunningStarter.get();

  private Answer make(Browser browser, Map<String, String> form) {
    return browser.submit("/account", "/account/tokens", form);
  }

  private static String html(Answer answer) {
    assertThat(answer.contentType()).startsWith("text/html");
    return answer.http().body();
  }

  private static String secret(Answer answer) {
    var found = SECRET.matcher(html(answer));
    assertThat(found.find()).as(answer.http().body()).isTrue();
    return found.group(1);
  }

  private List<ApiToken> tokensOf(Person person) {
    return starter.bean(TokenStore.class).listOwn(person.personId());
  }

  private List<WebSession> sessionsOf(Person person) {
    return starter.bean(SessionStore.class).of(person.personId());
  }

  @Test
  void aTokenThatIsMadeIsShownOnceAndOpensWhatItMayOpen() {
    var ann = starter.person(Scope.ALL, "analyst");
    var browser = starter.browserOf(ann);

    var answer = make(browser, Map.of("label", "laptop", "role", "ANALYST", "life", "WEEK"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.http().headers().firstValue("Location")).isEmpty();
    var secret = secret(answer);
    var who = starter.send(starter.as(secret, "/api/v1/whoami").GET());
    assertThat(who.body().path("name").asString()).isEqualTo(ann.name());
    var again = html(browser.get("/account"));
    assertThat(again).contains("laptop").doesNotContain(secret).doesNotContain("id=\"made\"");
    assertThat(tokensOf(ann)).singleElement().satisfies(t -> assertThat(t.usedAt()).isNotNull());
    assertThat(again).doesNotContain("Last used\">Never");
  }

  @Test
  void aTokenThatWasNeverUsedSaysSo() {
    var ann = starter.person(Scope.ALL, "viewer");
    var browser = starter.browserOf(ann);
    make(browser, Map.of("label", "unused", "role", "VIEWER"));

    assertThat(html(browser.get("/account"))).contains("data-l=\"Last used\">Never");
  }

  @Test
  void theSameFormOnceMoreMakesNoSecondToken() {
    var ann = starter.person(Scope.ALL, "viewer");
    var browser = starter.browserOf(ann);
    make(browser, Map.of("label", "twice", "role", "VIEWER"));

    var answer = make(browser, Map.of("label", "twice", "role", "VIEWER"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer))
        .contains("The name is that of a token of yours which is still good.")
        .contains("No token was made.")
        .contains("value=\"twice\"");
    assertThat(tokensOf(ann)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x          | ADMIN  | must be among those that you hold",
        "x          |        | must name at least one role",
        "           | VIEWER | The name",
      })
  void aTokenThatMayNotBeMadeIsRefusedInWords(String label, String role, String words) {
    var ann = starter.person(Scope.ALL, "device-approver");
    var form =
        role == null
            ? Map.of("label", label)
            : Map.of("label", label == null ? " " : label, "role", role);
    var answer = make(starter.browserOf(ann), form);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains(words).doesNotContain("id=\"made\"");
    assertThat(tokensOf(ann)).isEmpty();
  }

  @Test
  void aTokenNeverSeesMoreThanItsOwner() {
    var ann = starter.person(new Scope(Set.of("Servers"), null), "viewer");
    var browser = starter.browserOf(ann);

    make(browser, Map.of("label", "narrow", "role", "VIEWER", "groups", "Servers, Laptops"));
    make(browser, Map.of("label", "wide", "role", "VIEWER"));

    assertThat(tokensOf(ann))
        .hasSize(2)
        .allSatisfy(t -> assertThat(t.scope().groups()).containsExactly("Servers"));
    assertThat(html(browser.get("/account"))).contains("Devices of Servers");
  }

  @Test
  void anApproverMayMakeATokenThatOnlyReads() {
    var browser = starter.browserOf(starter.person(Scope.ALL, "device-approver"));

    var secret = secret(make(browser, Map.of("label", "reads", "role", "VIEWER")));

    assertThat(starter.send(starter.as(secret, "/api/v1/actions").GET()).status()).isEqualTo(200);
    assertThat(
            starter
                .send(starter.as(secret, "/api/v1/actions/x/approve").POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(403);
  }

  @Test
  void aTokenIsRevokedAfterAQuestion() {
    var ann = starter.person(Scope.ALL, "viewer");
    var browser = starter.browserOf(ann);
    var secret = secret(make(browser, Map.of("label", "lost", "role", "VIEWER")));
    var page = "/account/tokens/" + tokensOf(ann).getFirst().tokenId() + "/revoke";

    assertThat(html(browser.get(page))).contains("Revoke the token “lost”?").contains("Keep it");
    assertThat(starter.send(starter.as(secret, "/api/v1/whoami").GET()).status()).isEqualTo(200);
    assertThat(Browser.location(browser.submit(page, page, Map.of()))).endsWith("/account");

    assertThat(starter.send(starter.as(secret, "/api/v1/whoami").GET()).status()).isEqualTo(401);
    assertThat(html(browser.get("/account"))).contains("that opens nothing any more");
    assertThat(browser.get(page).status()).isEqualTo(404);
  }

  @Test
  void whatIsAnothersIsNeitherSeenNorEnded() {
    var ann = starter.person(Scope.ALL, "viewer");
    var anns = starter.browserOf(ann);
    var secret = secret(make(anns, Map.of("label", "anns-own", "role", "VIEWER")));
    var token = "/account/tokens/" + tokensOf(ann).getFirst().tokenId() + "/revoke";
    var session = sessionsOf(ann).getFirst().sessionHash();
    var eve = starter.browserOf(starter.person(Scope.ALL, "admin"));

    assertThat(html(eve.get("/account"))).doesNotContain("anns-own").doesNotContain(session);
    assertThat(eve.get(token).status()).isEqualTo(404);
    assertThat(eve.submit("/account", token, Map.of()).status()).isEqualTo(404);
    assertThat(eve.submit("/account", "/account/sessions/end", Map.of("session", session)).status())
        .isEqualTo(404);
    eve.submit("/account", "/account/sessions/end-others", Map.of());

    assertThat(starter.send(starter.as(secret, "/api/v1/whoami").GET()).status()).isEqualTo(200);
    assertThat(anns.get("/account").status()).isEqualTo(200);
  }

  @Test
  void aBrowserIsSignedOutFromAnotherAndTheOneThatAsksIsMarked() {
    var ann = starter.person(Scope.ALL, "viewer");
    var lost = starter.browserOf(ann);
    var here = starter.browserOf(ann);
    var page = html(here.get("/account"));
    assertThat(page).containsOnlyOnce("This one").containsOnlyOnce("name=\"session\"");
    var session =
        sessionsOf(ann).stream()
            .map(WebSession::sessionHash)
            .filter(page::contains)
            .findFirst()
            .orElseThrow();

    here.submit("/account", "/account/sessions/end", Map.of("session", session));

    assertThat(lost.get("/account").status()).isEqualTo(303);
    assertThat(here.get("/account").status()).isEqualTo(200);
  }

  @Test
  void allOthersAreSignedOutAtOnceAndTheOneThatAsksStays() {
    var ann = starter.person(Scope.ALL, "viewer");
    var one = starter.browserOf(ann);
    var other = starter.browserOf(ann);
    var here = starter.browserOf(ann);

    here.submit("/account", "/account/sessions/end-others", Map.of());

    assertThat(one.get("/account").status()).isEqualTo(303);
    assertThat(other.get("/account").status()).isEqualTo(303);
    assertThat(html(here.get("/account"))).doesNotContain("Sign out everywhere else");
  }

  @Test
  void aFormWithoutThePagesTokenChangesNothing() {
    var ann = starter.person(Scope.ALL, "viewer");
    var other = starter.browserOf(ann);
    var browser = starter.browserOf(ann);

    assertThat(browser.post("/account/tokens", Map.of("label", "x", "role", "VIEWER")).status())
        .isEqualTo(403);
    assertThat(browser.post("/account/sessions/end-others", Map.of()).status()).isEqualTo(403);
    assertThat(tokensOf(ann)).isEmpty();
    assertThat(other.get("/account").status()).isEqualTo(200);
  }

  @Test
  void onlyWhoHasAPasswordHereIsLedToChangeIt() {
    var browser = starter.browserOf(starter.person(Scope.ALL, "viewer"));
    assertThat(html(browser.get("/account"))).contains("href=\"/password?to=/account\"");

    assertThat(html(vouchedFor().get("/account")))
        .contains("With your identity provider")
        .doesNotContain("/password");
  }

  /** A browser of somebody whom a provider let in just now. */
  private Browser vouchedFor() {
    var person =
        starter
            .bean(PersonStore.class)
            .confirm(
                "oidc:https://id.example#" + UUID.randomUUID(),
                "Vouched " + UUID.randomUUID(),
                Set.of("viewer"),
                Scope.ALL,
                other -> false)
            .orElseThrow();
    var secret = UUID.randomUUID().toString();
    starter
        .bean(SessionStore.class)
        .open(Sha256.of(secret), person, "127.0.0.1", "", null, Instant.now());
    var browser = new Browser(starter);
    browser.cookies().put("quaestor-" + starter.base().getPort(), secret);
    return browser;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0 | Edge on Windows",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 | Chrome on Linux",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on macOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1 | Safari on iPhone",
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 | Chrome on Android",
        "curl/8.14.1 | curl/8.14.1",
        "'' | It did not say what it is",
      })
  void aBrowserIsNamedInWords(String agent, String words) {
    assertThat(AccountSheet.named(agent)).isEqualTo(words);
  }

  @Test
  void whatABrowserSaysOfItselfIsText() {
    var ann = starter.person(Scope.ALL, "viewer");
    var browser = starter.browserOf(ann);
    var store = starter.bean(SessionStore.class);
    store.open("a".repeat(64), ann, "192.0.2.7", "<script>alert(1)</script>", null, Instant.now());

    assertThat(html(browser.get("/account")))
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert");
  }
}
