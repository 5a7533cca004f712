package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** People at the Action Center, each in a real browser. */
@ExtendWith(Chromium.class)
abstract class AtThePage {
  final RunningStarter starter = RunningStarter.get();
  final Chromium chromium;
  private final List<String> complaints = new ArrayList<>();

  AtThePage(Chromium chromium) {
    this.chromium = chromium;
  }

  @BeforeEach
  void nothingIsWrongYet() {
    complaints.clear();
  }

  /** Somebody at the page; what the browser itself finds wrong is kept. */
  Page at(Sight sight, String... roles) {
    var page = chromium.signedIn(starter, starter.person(Scope.ALL, roles), sight);
    page.onConsoleMessage(
        said -> {
          // An answer of 4xx is part of some stories; a broken content policy is of none.
          if (said.type().equals("error") && !said.text().startsWith("Failed to load resource")) {
            complaints.add(said.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  Page approver() {
    return at(Sight.USUAL, "device-approver", "email-approver", "operator");
  }

  String waiting() {
    return starter.pendingAction(RunningStarter.alertOnADevice());
  }

  String decision(String action) {
    return starter.get("/api/v1/actions/" + action).body().path("decision").asString();
  }

  static String row(String action) {
    return "#row-" + action;
  }

  static AbstractObjectAssert<?, Object> expect(Object value) {
    return assertThat(value);
  }

  void noComplaints() {
    assertThat(complaints).as("what the browser complains of").isEmpty();
  }

  /** A list that has this one on its first page: the others of the whole run are many. */
  String only(String action) {
    var device = starter.get("/api/v1/actions/" + action).body().path("device").path("name");
    return "/?q=" + device.asString();
  }

  static void axeFindsNoFault(Page page, String name) {
    var found =
        new AxeBuilder(page)
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze();
    assertThat(found.getViolations())
        .as(name)
        .extracting(v -> v.getId() + " on " + v.getNodes().getFirst().getHtml())
        .isEmpty();
  }
}
