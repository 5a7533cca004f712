package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What cannot be undone is approved by somebody who has just proved who they are: the shipped
 * policy asks so of a hard delete.
 */
class SigningInAgainIT extends AtThePage {
  private final Person noor = starter.person(Scope.ALL, "email-approver");

  SigningInAgainIT(Chromium chromium) {
    super(chromium);
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

  private void anHourPasses() {
    JdbcClient.create(starter.bean(DataSource.class))
        .sql(
            "update web_session set signed_in_at = signed_in_at - interval '1' hour where person_id = ?")
        .param(noor.personId())
        .update();
  }

  private void signsInAgain(Page page) {
    assertThat(page.locator("h1")).hasText("Sign in again");
    assertThat(page.locator("input[name=name]")).hasValue(noor.name());
    page.fill("input[name=password]", RunningStarter.PASSWORD);
    page.click("button:has-text('Sign in')");
  }

  @Test
  void whoSignedInTooLongAgoSignsInAgainAndComesBackToTheSameDrawerWithTheComment() {
    var action = hardDelete();
    var page = chromium.signedIn(starter, noor, Sight.USUAL);
    watch(page);
    anHourPasses();
    page.navigate("/?open=" + action);
    assertThat(page.locator("#drawer footer")).containsText("Sign in again to approve this.");
    assertThat(page.locator("#drawer button[value=APPROVE]")).hasCount(0);
    page.fill("#comment", "purge it");
    Chromium.picture(page, "sign-in-again");
    page.click("#again button:has-text('Sign in again')");

    signsInAgain(page);

    assertThat(page).hasURL(Pattern.compile(".*/\\?open=" + action));
    assertThat(page.locator("#comment")).hasValue("purge it");
    expect(decision(action)).isEqualTo("PENDING");
    page.click("#decide button[value=APPROVE]");
    assertThat(page.locator("#drawer .note")).containsText("Approved by you.");
    expect(decision(action)).isEqualTo("APPROVED");
    expect(starter.get("/api/v1/actions/" + action).body().path("comment").asString())
        .isEqualTo("purge it");
    noComplaints();
  }

  @Test
  void whoseSignInGrewOldOverAnOpenFormDecidesNothingUntilTheySignInAgain() {
    var action = hardDelete();
    var page = chromium.signedIn(starter, noor, Sight.USUAL);
    page.navigate("/actions/" + action);
    page.fill("#comment", "purge it");
    anHourPasses();
    page.click("#decide button[value=APPROVE]");

    assertThat(page.locator("#drawer .note").first()).containsText("Sign in again to approve this");
    assertThat(page.locator("#comment")).hasValue("purge it");
    expect(decision(action)).isEqualTo("PENDING");
    Chromium.picture(page, "signed-in-too-long-ago");
    page.click("#again button:has-text('Sign in again')");
    signsInAgain(page);

    assertThat(page.locator("#comment")).hasValue("purge it");
    page.click("#decide button[value=APPROVE]");
    assertThat(page.locator("#drawer .note")).containsText("Approved by you.");
    expect(decision(action)).isEqualTo("APPROVED");
  }

  @Test
  void withoutAScriptTheCommentIsKeptToo() {
    var action = hardDelete();
    var page = chromium.signedIn(starter, noor, Sight.USUAL.withoutScripts());
    anHourPasses();
    page.navigate("/actions/" + action);
    page.fill("#comment", "no script");
    page.click("#again button:has-text('Sign in again')");

    signsInAgain(page);

    assertThat(page).hasURL(Pattern.compile(".*/actions/" + action));
    assertThat(page.locator("#comment")).hasValue("no script");
    page.click("#decide button[value=APPROVE]");
    assertThat(page.locator("#drawer")).containsText("Approved by");
    expect(decision(action)).isEqualTo("APPROVED");
  }

  @Test
  void rejectingTakesNoSignIn() {
    var action = hardDelete();
    var page = chromium.signedIn(starter, noor, Sight.USUAL);
    watch(page);
    anHourPasses();
    page.navigate("/?open=" + action);
    page.fill("#comment", "not this one");
    page.click("#again button[value=REJECT]");

    assertThat(page.locator("#drawer .note")).containsText("Rejected by you.");
    expect(decision(action)).isEqualTo("REJECTED");
    noComplaints();
  }
}
