package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.quaestor.starter.web.Chromium.Sight;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Starting an investigation from the page, in a real browser. */
class StartingIT extends AtThePage {
  StartingIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void aMailThatIsDroppedIsRecognisedBeforeAnythingStarts() {
    var page = at(Sight.USUAL, "analyst");
    page.navigate("/start");
    page.evaluate(
        """
        () => {
          const data = new DataTransfer();
          data.items.add(new File([`From: a@evil.example\r\nTo: b@contoso.example\r\n\
        Subject: Dropped on the page\r\nMessage-ID: <dropped@evil.example>\r\n\
        Date: Mon, 23 Nov 2026 08:31:00 +0000\r\n\r\nhello\r\n`], 'phish.eml'));
          document.querySelector('textarea[data-drop]')
            .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }""");
    assertThat(page.locator("#alert"))
        .hasValue(Pattern.compile("[\\s\\S]*Dropped on the page[\\s\\S]*"));
    page.click("text=See what it is");
    assertThat(page.locator("main")).containsText("What was recognised");
    assertThat(page.locator("main")).containsText("Dropped on the page");
    page.click("text=Start investigation");

    assertThat(page).hasURL(Pattern.compile(".*/investigations/inv-.*"));
    noComplaints();
  }
}
