package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.quaestor.starter.Contoso;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.web.Chromium.Sight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in at an identity provider that runs beside, in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProviderIT extends AtThePage {
  private static int providerPort;
  private static RunningStarter served;
  private static @Nullable Contoso contoso;

  ProviderIT(Chromium chromium) {
    super(chromium, served);
  }

  @BeforeAll
  static void start(@TempDir Path secrets) throws Exception {
    providerPort = RunningStarter.freePort();
    var settings = Contoso.settings(providerPort);
    settings.put("server.port", RunningStarter.freePort());
    settings.put(
        "quaestor.access.oidc.client-secret",
        "file:" + Files.writeString(secrets.resolve("client-secret"), "shared\n"));
    served = RunningStarter.with(settings);
  }

  @AfterAll
  static void stop() {
    if (contoso != null) {
      contoso.close();
    }
    served.context().close();
  }

  @BeforeEach
  void member() {
    Contoso.dana("soc");
    Contoso.asksAgain(true);
  }

  private void providerIsThere() {
    if (contoso == null) {
      contoso = Contoso.start(providerPort, starter.base().toString());
    }
  }

  private Page visitor() {
    var page = chromium.visitor(starter, Sight.USUAL).newPage();
    watch(page);
    return page;
  }

  private static void continueWithContoso(Page page) {
    page.click("text=Continue with Contoso");
  }

  private static void signsInThere(Page page) {
    assertThat(page).hasURL(Pattern.compile(Contoso.issuer(providerPort) + "/login.*"));
    page.fill("input[name=username]", "dana");
    page.fill("input[name=password]", "secret");
    page.click("button[type=submit]");
  }

  private Page dana(String address) {
    providerIsThere();
    var page = visitor();
    page.navigate(address);
    continueWithContoso(page);
    signsInThere(page);
    return page;
  }

  private JdbcClient ledger() {
    return JdbcClient.create(starter.bean(DataSource.class));
  }

  /** Until the provider is asked again what it says of whoever is signed in. */
  private void minutesPass() {
    ledger().sql("update web_session set checked_at = checked_at - interval '6' minute").update();
  }

  private void anHourPasses() {
    ledger().sql("update web_session set signed_in_at = signed_in_at - interval '1' hour").update();
    Contoso.signedIn(Instant.now().minus(Duration.ofHours(1)));
  }

  private String hardDelete() {
    var message = UUID.randomUUID();
    return ordered(
        starter.tokenOf("analyst"),
        """
        {"type":"HARD_DELETE_EMAIL","propose":true,"comment":"a phish","target":{
         "type":"mailMessage","networkMessageId":"%s","internetMessageId":"<%s@evil.example>",
         "recipient":"megan@contoso.example","subject":"Overdue"}}"""
            .formatted(message, message));
  }

  @Test
  @Order(1)
  void whileTheProviderIsAwayThatIsSaidAndLocalAccountsStillOpenThePage() {
    var person = starter.person(Scope.ALL, "viewer");
    var page = visitor();
    page.navigate("/history");
    continueWithContoso(page);

    assertThat(page.locator("[role=alert]")).containsText("Contoso cannot be reached");
    Chromium.picture(page, "provider-away");
    page.fill("input[name=name]", person.name());
    page.fill("input[name=password]", RunningStarter.PASSWORD);
    page.click("button:has-text('Sign in')");
    assertThat(page).hasURL(Pattern.compile(".*/history"));

    providerIsThere();
    var other = visitor();
    other.navigate("/sign-in");
    other.waitForTimeout(5500);
    continueWithContoso(other);
    assertThat(other).hasURL(Pattern.compile(".*/login.*"));
    noComplaints();
  }

  @Test
  void whoComesByALinkIsBackThereAfterTheProviderHasVouchedForThem() {
    var action = waiting();
    providerIsThere();
    var page = visitor();
    page.navigate("/actions/" + action);
    assertThat(page.locator("main")).containsText("You came from a link.");
    Chromium.picture(page, "sign-in-provider");
    continueWithContoso(page);
    signsInThere(page);

    assertThat(page).hasURL(Pattern.compile(".*/actions/" + action));
    assertThat(page.locator(".me")).containsText("dana.ortiz");
    page.click("#decide button[value=APPROVE]");
    assertThat(page.locator("#drawer .note")).containsText("Approved by you.");
    expect(starter.get("/api/v1/actions/" + action).body().path("decidedBy").asString())
        .isEqualTo("dana.ortiz");

    page.click(".me .name");
    assertThat(page.locator("main")).containsText("Device approver");
    assertThat(page.locator("main")).containsText("email approver");
    Chromium.picture(page, "account-provider");
    page.click(".me button:has-text('Sign out')");
    assertThat(page.locator("h1")).hasText("Sign in");
    page.navigate("/actions/" + action);
    assertThat(page.locator("h1")).hasText("Sign in");
    noComplaints();
  }

  @Test
  void aRoleThatWasTakenMeanwhileIsMissedAtTheNextClick() {
    var action = waiting();
    var page = dana("/actions/" + action);
    page.fill("#comment", "still mine");
    Contoso.dana("readers");
    minutesPass();
    page.click("#decide button[value=APPROVE]");

    assertThat(page.locator("#told")).containsText("needs the role device-approver");
    assertThat(page.locator("#comment")).hasValue("still mine");
    expect(decision(action)).isEqualTo("PENDING");
    page.reload();
    assertThat(page.locator("#drawer footer")).containsText("You may see this but not decide it.");
    Chromium.picture(page, "role-taken");

    Contoso.dana();
    minutesPass();
    page.reload();
    continueWithContoso(page);
    assertThat(page.locator("[role=alert]")).containsText("did not let you in here");
    Chromium.picture(page, "no-role-any-more");
    noComplaints();
  }

  @Test
  void whoSignedInTooLongAgoProvesItAtTheProviderAndComesBackWithTheComment() {
    var action = hardDelete();
    var page = dana("/?open=" + action);
    anHourPasses();
    page.reload();
    page.fill("#comment", "purge it");
    page.click("#again button:has-text('Sign in again')");
    assertThat(page.locator("input[name=password]")).hasCount(0);
    Chromium.picture(page, "sign-in-again-provider");
    continueWithContoso(page);
    signsInThere(page);

    assertThat(page).hasURL(Pattern.compile(".*/\\?open=" + action));
    assertThat(page.locator("#comment")).hasValue("purge it");
    page.click("#decide button[value=APPROVE]");
    assertThat(page.locator("#drawer .note")).containsText("Approved by you.");
    expect(decision(action)).isEqualTo("APPROVED");
    noComplaints();
  }

  @Test
  void aProviderThatAsksNobodyAgainOpensNothing() {
    var action = hardDelete();
    var page = dana("/actions/" + action);
    anHourPasses();
    Contoso.asksAgain(false);
    page.reload();
    page.fill("#comment", "purge it");
    page.click("#again button:has-text('Sign in again')");
    continueWithContoso(page);

    assertThat(page.locator("[role=alert]")).containsText("Nothing was decided.");
    assertThat(page.locator("[role=alert]")).containsText("Contoso did not say that it is you");
    Chromium.picture(page, "not-asked-again");
    page.navigate("/actions/" + action);
    assertThat(page.locator("#drawer footer")).containsText("Sign in again to approve this.");
    assertThat(page.locator("#comment")).hasValue("purge it");
    expect(decision(action)).isEqualTo("PENDING");
    noComplaints();
  }
}
