package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.quaestor.starter.web.Chromium.Sight;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A person's own, in a real browser. */
class AccountIT extends AtThePage {
  AccountIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void aTokenIsMadeShownOnceAndRevokedAfterAQuestion() {
    var page = at(Sight.USUAL, "analyst");
    page.navigate("/");
    page.click(".me a.name");
    page.fill("#k-label", "Command line");
    page.check("input[name=role][value=ANALYST]");
    page.click("text=Make the token");
    var secret = page.locator("#made").textContent();
    assertThat(page.locator(".made")).containsText("it is not shown again");
    assertThat(page.locator("[data-copy]")).isVisible();
    Chromium.picture(page, "token-made");
    axeFindsNoFault(page, "token-made");
    Assertions.assertThat(page.url()).doesNotContain(secret);

    page.navigate("/account");
    Assertions.assertThat(page.content()).doesNotContain(secret);
    Assertions.assertThat((String) page.evaluate("JSON.stringify([localStorage, sessionStorage])"))
        .doesNotContain(secret);
    page.click("text=Revoke…");
    assertThat(page.locator("#dialog [data-leave]")).isFocused();
    Chromium.picture(page, "revoke");
    axeFindsNoFault(page, "revoke");
    page.click("#dialog button[type=submit]");

    assertThat(page.locator("main")).containsText("One that opens nothing any more");
    noComplaints();
  }

  @Test
  void itAllWorksWithoutAScript() {
    var page = at(Sight.USUAL.withoutScripts(), "viewer");
    page.navigate("/account");
    page.fill("#k-label", "No script");
    page.check("input[name=role][value=VIEWER]");
    page.click("text=Make the token");
    assertThat(page.locator("#made")).isVisible();
    page.navigate("/account");
    page.click("text=Revoke…");
    page.click("text=Revoke it");

    assertThat(page.locator("main")).containsText("One that opens nothing any more");
  }
}
