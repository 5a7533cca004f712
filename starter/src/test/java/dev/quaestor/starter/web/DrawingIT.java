package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The drawing of how evidence was reached, in a real browser. */
class DrawingIT extends AtThePage {
  DrawingIT(Chromium chromium) {
    super(chromium);
  }

  private Page investigation(Sight sight) {
    var action = waiting();
    var page = at(sight, "analyst");
    page.navigate(
        "/investigations/"
            + starter.get("/api/v1/actions/" + action).body().path("investigationId").asString());
    return page;
  }

  private static double width(Page page) {
    return ((Number)
            page.evaluate("document.querySelector('svg.graph').getBoundingClientRect().width"))
        .doubleValue();
  }

  private static boolean scrolled(Page page) {
    return (boolean) page.evaluate("document.querySelector('#drawing').scrollLeft > 0");
  }

  @Test
  void itIsMadeLargerSmallerAndFitByButtonsAndByKeys() {
    var page = investigation(Sight.USUAL);
    var natural = width(page);

    page.click("[data-zoom=in]");
    expect(width(page) > natural * 1.2).isEqualTo(true);
    assertThat(page.locator("#zoom output")).hasText("125 %");
    page.focus("#drawing");
    page.keyboard().press("-");
    page.keyboard().press("-");
    expect(width(page) < natural).isEqualTo(true);
    page.keyboard().press("0");
    assertThat(page.locator("#zoom output")).hasText("100 %");
    for (int i = 0; i < 20; i++) {
      page.keyboard().press("+");
    }
    assertThat(page.locator("#zoom output")).hasText("300 %");
    Chromium.picture(page, "drawing-large");
    axeFindsNoFault(page, "drawing");
    noComplaints();
  }

  @Test
  void whatIsLargerThanItsFrameIsMovedByTheMouseAndByArrows() {
    var page = investigation(Sight.USUAL.wide(360));
    page.focus("#drawing");
    for (int i = 0; i < 6; i++) {
      page.keyboard().press("+");
    }
    page.evaluate("document.querySelector('#drawing').scrollLeft = 0");
    page.hover("#drawing");
    page.mouse().down();
    var box = page.locator("#drawing").boundingBox();
    page.mouse().move(box.x + 20, box.y + 20, new Mouse.MoveOptions().setSteps(5));
    page.mouse().up();
    expect(scrolled(page)).isEqualTo(true);

    page.keyboard().press("0");
    expect(scrolled(page)).isEqualTo(false);
    noComplaints();
  }

  @Test
  void withoutAScriptItIsThereAndScrolls() {
    var page = investigation(Sight.USUAL.withoutScripts());

    assertThat(page.locator("svg.graph")).isVisible();
    assertThat(page.locator("#zoom")).isHidden();
  }

  @Test
  void namesInWideLettersStayInTheirBoxes() {
    for (var name :
        List.of("W".repeat(60) + ".example", "設備".repeat(30), "b".repeat(60), "O".repeat(60))) {
      var action = starter.pendingAction(RunningStarter.alertOn(name, "on " + name));
      var page = at(Sight.USUAL, "analyst");
      page.navigate(
          "/investigations/"
              + starter.get("/api/v1/actions/" + action).body().path("investigationId").asString());

      expect(
              page.evaluate(
                  """
                  [...document.querySelectorAll('svg.graph text')].filter(t => {
                    const box = t.closest('g').querySelector('rect').getBBox();
                    const said = t.getBBox();
                    return said.x + said.width > box.x + box.width;
                  }).map(t => t.textContent)"""))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .isEmpty();
    }
  }
}
