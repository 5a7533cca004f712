package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.web.Chromium.Sight;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** People at the Action Center, each in a real browser. */
@ExtendWith(Chromium.class)
abstract class AtThePage {
  final RunningStarter starter;
  final Chromium chromium;
  private final List<String> complaints = new ArrayList<>();

  AtThePage(Chromium chromium) {
    this(chromium, RunningStarter.get());
  }

  AtThePage(Chromium chromium, RunningStarter starter) {
    this.chromium = chromium;
    this.starter = starter;
  }

  @BeforeEach
  void nothingIsWrongYet() {
    complaints.clear();
  }

  /** Somebody at the page; what the browser itself finds wrong is kept. */
  Page at(Sight sight, String... roles) {
    var page = chromium.signedIn(starter, starter.person(Scope.ALL, roles), sight);
    watch(page);
    return page;
  }

  void watch(Page page) {
    page.onConsoleMessage(
        said -> {
          // An answer of 4xx is part of some stories; a broken content policy is of none.
          if (said.type().equals("error") && !said.text().startsWith("Failed to load resource")) {
            complaints.add(said.text());
          }
        });
    page.onPageError(complaints::add);
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

  /** The policy with something written in another way, from now on; answers what it was. */
  String policy(UnaryOperator<String> change) {
    var policy = starter.send(starter.request("/api/v1/policy").GET()).http().body();
    var asked = change.apply(policy);
    if (!asked.equals(policy)) {
      var put =
          starter.send(
              starter
                  .request("/api/v1/policy")
                  .header("Content-Type", "application/yaml")
                  .PUT(BodyPublishers.ofString(asked)));
      expect(put.status()).as(put.http().body()).isEqualTo(200);
    }
    return policy;
  }

  /** Approval rules that come before the policy's own; there once, however often it is said. */
  void rule(String rules) {
    var last = "    - id: everything-else\n";
    var indented = rules.indent(4);
    policy(p -> p.contains(indented) ? p : p.replace(last, indented + last));
  }

  /** An order of something to a device that nobody has heard of, which waits. */
  String ordered(String token, String type, boolean propose) {
    var device = UUID.randomUUID().toString().replace("-", "") + "0a1b2c3d";
    return ordered(
        token,
        """
        {"type":"%s","target":{"type":"device","deviceId":"%s"},"propose":%s,"comment":"beaconing"}"""
            .formatted(type, device, propose));
  }

  String ordered(String token, String order) {
    var answer =
        starter.send(
            starter
                .as(token, "/api/v1/actions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order)));
    expect(answer.status()).as(answer.http().body()).isEqualTo(202);
    var id = answer.body().path("actionId").asString();
    starter.await("/api/v1/actions/" + id, a -> a.path("pending").isObject());
    return id;
  }
}
