package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.text.Sha256;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One case on a server and one on a workstation; somebody may see the one, and not the other. */
class ScopeApiTest {
  private static final String NOWHERE = "zz-nowhere";

  private final RunningStarter starter = RunningStarter.get();
  private final Story servers = new Story("Servers-" + UUID.randomUUID());
  private final Story clients = new Story("Clients-" + UUID.randomUUID());

  /** A case on a device of a group, with an action that waits. */
  private final class Story {
    final String group;
    final String caseId = "inv-" + UUID.randomUUID();
    final String actionId = "act-" + UUID.randomUUID();
    final String host = "host-" + UUID.randomUUID();

    Story(@Nullable String group) {
      this.group = group;
      var ledger = starter.bean(Ledger.class);
      var now = Instant.now();
      var device = new Device("dev-" + host, host, "Windows11", "as the alert says", null, null);
      var confirmed = new Device("dev-" + host, host, "Windows11", group, null, null);
      ledger.open(
          new CaseOpening(
              caseId,
              "investigation/" + caseId,
              "run",
              "Case of " + host,
              Severity.LOW,
              "x",
              now,
              null));
      RemediationAction isolate =
          new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL);
      var events =
          List.<LedgerEvent>of(
              new LedgerEvent.AlertAdded(
                  "al-" + host,
                  AlertSource.QUAESTOR,
                  "Alert on " + host,
                  Severity.HIGH,
                  List.of(),
                  now,
                  Sha256.of("al-" + host),
                  "said",
                  1,
                  null,
                  null),
              new LedgerEvent.EvidenceAssessed(
                  new Assessment(
                      Evidence.named(device, "al-" + host, null),
                      true,
                      List.of(),
                      Verdict.SUSPICIOUS,
                      List.of(),
                      List.of(),
                      group == null ? null : confirmed)),
              new LedgerEvent.ActionPlanned(
                  actionId,
                  isolate,
                  ActionSource.AUTOMATED_DEVICE_ACTION,
                  Gate.APPROVAL,
                  "rule-1",
                  "because",
                  Verdict.SUSPICIOUS,
                  "hash",
                  new Decision.Pending(now.plus(Duration.ofDays(7))),
                  null,
                  null,
                  null));
      tell(events);
    }

    private int told;

    private void tell(List<LedgerEvent> events) {
      var entries = new ArrayList<LedgerEntry>();
      for (var event : events) {
        entries.add(new LedgerEntry(++told, Instant.now(), event));
      }
      starter.bean(Ledger.class).record(new LedgerBatch(caseId, caseId, entries));
    }

    /** All that is ever counted: what ran by itself, what was undone, what waits for its device. */
    Story withAPast() {
      var device = new Device("dev-" + host, host, "Windows11", group, null, null);
      var undone = plan("-undone", new DeviceAction.RestrictCodeExecution(device));
      var waits = plan("-waits", new DeviceAction.RunAntivirusScan(device, DeviceAction.Scan.FULL));
      var done = new Outcome.Succeeded(new Receipt.State(false), "It is so.");
      tell(
          List.of(
              undone,
              new LedgerEvent.ActionPrepared(undone.actionId(), new Receipt.State(false)),
              new LedgerEvent.ActionProgressed(undone.actionId(), done),
              new LedgerEvent.UndoRequested(undone.actionId(), "undo-" + host, "x", null, true),
              new LedgerEvent.UndoProgressed(undone.actionId(), "undo-" + host, done),
              waits,
              new LedgerEvent.ActionPrepared(waits.actionId(), new Receipt.State(false)),
              new LedgerEvent.ActionProgressed(
                  waits.actionId(), new Outcome.Unfinished("ticket-1", true, "The device is off.")),
              new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "It waits.")));
      return this;
    }

    private LedgerEvent.ActionPlanned plan(String suffix, RemediationAction action) {
      return new LedgerEvent.ActionPlanned(
          actionId + suffix,
          action,
          ActionSource.AUTOMATED_DEVICE_ACTION,
          Gate.AUTOMATIC,
          "rule-1",
          "because",
          Verdict.SUSPICIOUS,
          "hash",
          new Decision.NotNeeded(),
          null,
          null,
          null);
    }
  }

  /** What somebody who sees the servers is answered to every GET that there is. */
  private Map<String, String> answers(Scope scope) {
    var person = starter.person(scope, every());
    var browser = starter.browserOf(person);
    var token = tokenOf(person);
    var answers = new TreeMap<String, String>();
    for (var route : Routes.of(starter)) {
      // Who looks at something in this moment is told to others who see it: of that, asking is a
      // part.
      if (!route.isOurs()
          || !route.method().equals("GET")
          || route.path().equals("/live")
          || route.path().endsWith("/presence")) {
        continue;
      }
      for (var id : List.of(servers.actionId, servers.caseId, "al-" + servers.host)) {
        var path = route.path().replace("/x", "/" + id);
        for (var accept : route.isCall() ? List.of("application/json", "text/csv") : List.of("")) {
          var answer =
              route.isCall()
                  ? starter.send(starter.as(token, path).header("Accept", accept).GET())
                  : browser.get(path);
          answers.put(
              path + " " + accept,
              answer.status() + " " + withoutTheMoment(answer.http().body(), person));
        }
      }
    }
    return answers;
  }

  /** Who asked, and when. */
  private static String withoutTheMoment(String body, Person person) {
    return body.replace(person.name(), "me")
        .replace(person.personId(), "me")
        .replaceAll("(,\"" + NOWHERE + "\"|\"" + NOWHERE + "\",)", "")
        // A page of one's own says what one sees.
        .replace(" and " + NOWHERE, "")
        .replaceAll("_csrf\"[^>]*>", "")
        .replaceAll("tok-[0-9A-Za-z-]+", "")
        .replaceAll("[0-9a-f]{64}", "")
        .replaceAll("name=\"key\"[^>]*>", "")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "now")
        .replaceAll("[0-9]{2}:[0-9]{2}(:[0-9]{2})?", "now")
        .replaceAll("[0-9]+ (ms|s|seconds?|min|minutes?|h|hours?|d|records?)\\b", "some");
  }

  /**
   * Whatever happens outside a person's scope, every page and every call answers them as before: no
   * list, no count and no figure tells of it.
   */
  @Test
  void nothingOutsideTheScopeChangesAnyAnswer() {
    servers.withAPast();
    var before = answers(new Scope(Set.of(servers.group), null));

    clients.withAPast();
    new Story(clients.group).withAPast();

    // Of a group that no device is in, so that it sees the same and no answer is remembered for it.
    var after = answers(new Scope(Set.of(servers.group, NOWHERE), null));
    assertThat(after.keySet()).isEqualTo(before.keySet()).hasSizeGreaterThan(100);
    before.forEach((path, answer) -> assertThat(after.get(path)).as(path).isEqualTo(answer));
  }

  @Test
  void whoSeesEverythingIsToldOfItByTheFiguresThatHideIt() {
    var token = starter.tokenOf("viewer");
    var before = starter.send(starter.as(token, "/api/v1/overview?weeks=3").GET()).body();

    new Story(clients.group).withAPast();

    var after = starter.send(starter.as(token, "/api/v1/overview?weeks=2").GET()).body();
    assertThat(after.path("weeks").get(1).path("undone").asInt())
        .isGreaterThan(before.path("weeks").get(2).path("undone").asInt());
    assertThat(starter.send(starter.as(token, "/api/v1/health").GET()).http().body())
        .contains("resource:RUN_ANTIVIRUS_SCAN");
  }

  @Test
  void metricsCountWhatIsEverybodys() {
    var confined = tokenOf(new Scope(Set.of(servers.group), null), every());

    assertThat(starter.send(starter.as(confined, "/actuator/prometheus").GET()).status())
        .isEqualTo(403);
    assertThat(starter.send(starter.as(confined, "/actuator/health").GET()).status())
        .isEqualTo(200);
  }

  private String tokenOf(Scope scope, String... roles) {
    return tokenOf(starter.person(scope, roles));
  }

  private String tokenOf(Person person) {
    var token = "qst_" + UUID.randomUUID() + UUID.randomUUID();
    starter
        .bean(TokenStore.class)
        .addOwn(
            token,
            person,
            "test",
            Set.copyOf(person.roles()),
            Scope.ALL,
            Instant.now().plusSeconds(3600));
    return token;
  }

  private static String[] every() {
    return new String[] {
      "viewer", "analyst", "device-approver", "email-approver", "operator", "source"
    };
  }

  @Test
  void listsAndCountsShowWhatIsInTheScope() {
    var token = tokenOf(new Scope(Set.of(servers.group), null), every());

    for (var path :
        List.of(
            "/api/v1/actions?status=pending&size=200",
            "/api/v1/actions?size=200",
            "/api/v1/investigations?size=200",
            "/api/v1/investigations?q=" + clients.host,
            "/api/v1/actions?q=" + clients.host,
            "/api/v1/actions?investigation=" + clients.caseId)) {
      var body = starter.send(starter.as(token, path).GET()).http().body();
      assertThat(body).as(path).doesNotContain(clients.caseId).doesNotContain(clients.actionId);
    }
    var mine = starter.send(starter.as(token, "/api/v1/actions?status=pending").GET());
    assertThat(mine.body().path("total").asInt()).isEqualTo(1);
    assertThat(mine.http().body()).contains(servers.actionId);
    var csv = starter.send(starter.as(token, "/api/v1/actions").header("Accept", "text/csv").GET());
    assertThat(csv.http().body()).contains(servers.actionId).doesNotContain(clients.host);
    assertThat(
            starter
                .send(starter.as(token, "/api/v1/investigations/" + servers.caseId).GET())
                .status())
        .isEqualTo(200);
  }

  /** Every call that there is, with what is another's in the place of its variable. */
  @Test
  void noCallTellsOfOrChangesWhatIsOutsideTheScope() {
    var token = tokenOf(new Scope(Set.of(servers.group), null), every());
    var tried = 0;
    for (var route : Routes.of(starter)) {
      if (!route.isOurs() || !route.path().startsWith("/api/")) {
        continue;
      }
      for (var id : List.of(clients.actionId, clients.caseId, "al-" + clients.host)) {
        var path = route.path().replace("/x", "/" + id);
        if (path.equals(route.path())) {
          continue;
        }
        tried++;
        var answer =
            starter.send(
                starter
                    .as(token, path)
                    .header("Content-Type", "application/json")
                    .method(
                        route.method(),
                        BodyPublishers.ofString(route.method().equals("GET") ? "" : "{}")));
        assertThat(answer.http().body())
            .as(route + " " + id)
            .doesNotContain("Case of " + clients.host)
            .doesNotContain("Alert on " + clients.host)
            .doesNotContain("\"" + clients.group + "\"");
        assertThat(answer.status()).as(route + " " + id).isGreaterThanOrEqualTo(400);
      }
    }
    assertThat(tried).isGreaterThan(30);
    assertThat(
            starter.get("/api/v1/actions/" + clients.actionId).body().path("decision").asString())
        .isNotEqualTo("APPROVED");
  }

  @Test
  void nobodyDecidesOutsideTheirScope() {
    var token = tokenOf(new Scope(Set.of(servers.group), null), every());

    for (var verb : List.of("approve", "reject", "undo")) {
      var answer =
          starter.send(
              starter
                  .as(token, "/api/v1/actions/" + clients.actionId + "/" + verb)
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          verb.equals("undo") ? "{}" : "{\"planHash\":\"hash\"}")));
      assertThat(answer.status()).as(verb).isEqualTo(404);
    }
    var bulk =
        starter.send(
            starter
                .as(token, "/api/v1/actions/decisions")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"decision\":\"approve\",\"actionIds\":[\"%s\"]}"
                            .formatted(clients.actionId))));
    assertThat(bulk.http().body()).doesNotContain(clients.host);
  }

  @Test
  void aDeviceThatNobodyHasConfirmedIsInNoGroup() {
    var unconfirmed = new Story(null);
    var token = tokenOf(new Scope(Set.of("as the alert says", servers.group), null), every());

    assertThat(
            starter
                .send(starter.as(token, "/api/v1/actions/" + unconfirmed.actionId).GET())
                .status())
        .isEqualTo(404);
    assertThat(
            starter
                .send(starter.as(token, "/api/v1/investigations/" + unconfirmed.caseId).GET())
                .status())
        .isEqualTo(404);
  }

  @Test
  void whoeverSeesMailAloneSeesNoDevices() {
    var token = tokenOf(new Scope(null, Set.of(Area.EMAIL)), every());

    assertThat(
            starter.send(starter.as(token, "/api/v1/actions/" + servers.actionId).GET()).status())
        .isEqualTo(404);
    assertThat(
            starter
                .send(starter.as(token, "/api/v1/investigations/" + servers.caseId).GET())
                .status())
        .isEqualTo(404);
  }

  @Test
  void whatShowsEverythingIsForThoseWhoMaySeeEverything() {
    var confined = tokenOf(new Scope(Set.of(servers.group), null), "admin");
    var whole = starter.tokenOf("admin");
    var tried = 0;
    for (var route : Routes.of(starter)) {
      var allowed = route.handler().getMethodAnnotation(Allowed.class);
      if (allowed == null || !allowed.everything() || !route.isOfTheApi()) {
        continue;
      }
      tried++;
      for (var token : List.of(confined, whole)) {
        var status =
            starter
                .send(
                    starter
                        .as(token, route.path())
                        .header("Content-Type", "application/json")
                        .method(
                            route.method(),
                            BodyPublishers.ofString(route.method().equals("GET") ? "" : "{}")))
                .status();
        assertThat(status == 403).as(route + " " + status).isEqualTo(token.equals(confined));
      }
    }
    assertThat(tried).isGreaterThan(15);
    assertThat(AccessRole.values()).hasSize(7);
  }

  @Test
  void figuresCountWhatIsInTheScope() {
    var confined = tokenOf(new Scope(Set.of(servers.group), Set.of(Area.DEVICE)), "viewer");
    var nothing = tokenOf(new Scope(Set.of("none-" + UUID.randomUUID()), Set.of()), "viewer");

    var figures = starter.send(starter.as(confined, "/api/v1/overview?weeks=2").GET()).body();
    assertThat(figures.path("weeks").get(1).path("investigations").asInt()).isEqualTo(1);
    assertThat(figures.path("weeks").get(1).path("planned").asInt()).isEqualTo(1);
    assertThat(figures.path("oldestWaiting").isNull()).isFalse();

    var kpis = starter.send(starter.as(confined, "/api/v1/kpis?since=7d").GET()).body();
    assertThat(kpis.path("investigations").asInt()).isEqualTo(1);
    assertThat(kpis.path("planned").asInt()).isEqualTo(1);
    var ofNothing = starter.send(starter.as(nothing, "/api/v1/kpis").GET()).body();
    assertThat(ofNothing.path("investigations").asInt(-1)).isZero();
    assertThat(ofNothing.path("pending").asInt(-1)).isZero();

    var none = starter.send(starter.as(nothing, "/api/v1/overview?weeks=2").GET()).body();
    assertThat(none.path("weeks").get(1).path("investigations").asInt()).isZero();
    assertThat(none.path("weeks").get(1).path("planned").asInt()).isZero();
    assertThat(none.path("oldestWaiting").asString("")).isEmpty();
  }

  @Test
  void pagesShowNoMoreThanCalls() {
    var person = starter.person(new Scope(Set.of(servers.group), null), every());
    var browser = starter.browserOf(person);

    for (var path : List.of("/", "/history", "/investigations", "/?q=" + clients.host)) {
      var page = browser.get(path);
      assertThat(page.status()).as(path).isEqualTo(200);
      assertThat(page.http().body())
          .as(path)
          .doesNotContain(clients.actionId)
          .doesNotContain(clients.caseId);
    }
    assertThat(browser.get("/").http().body()).contains(servers.host);
    for (var path : List.of("/actions/" + clients.actionId, "/investigations/" + clients.caseId)) {
      var page = browser.get(path);
      assertThat(page.status()).as(path).isEqualTo(404);
      assertThat(page.http().body()).doesNotContain(clients.host);
    }
    assertThat(new Browser(starter).get("/actions/" + servers.actionId).status()).isEqualTo(303);
  }

  @Test
  void aListIsNarrowedToTheDevicesOfAGroupAndNeverBeyondTheScope() {
    var all = starter.browserOf(starter.person(Scope.ALL, every()));
    var confined =
        starter.browserOf(starter.person(new Scope(Set.of(servers.group), null), every()));
    var token = tokenOf(new Scope(Set.of(servers.group), null), every());

    var page = all.get("/?deviceGroup=" + clients.group).http().body();
    assertThat(page)
        .contains("1 pending action matches", clients.actionId, "value=\"" + servers.group + "\"")
        .doesNotContain(servers.actionId);
    assertThat(confined.get("/?deviceGroup=" + clients.group).http().body())
        .contains("No pending action matches")
        .doesNotContain(clients.actionId);
    assertThat(confined.get("/").http().body())
        .contains("<option value=\"" + servers.group + "\">")
        .doesNotContain("<option value=\"" + clients.group + "\">");

    var path = "/api/v1/actions?status=pending&deviceGroup=";
    assertThat(total(starter.adminToken(), path + clients.group)).isEqualTo(1);
    assertThat(total(token, path + clients.group)).isZero();
    assertThat(total(token, path + servers.group)).isEqualTo(1);
    assertThat(all.get("/history?deviceGroup=" + clients.group).status()).isEqualTo(200);
  }

  private int total(String token, String path) {
    return starter.send(starter.as(token, path).GET()).body().path("total").asInt();
  }

  @Test
  void whatWasRefusedIsRemembered() {
    var token = tokenOf(new Scope(Set.of(servers.group), null), "viewer");
    starter.send(starter.as(token, "/api/v1/actions/" + clients.actionId).GET());
    starter.send(starter.as(token, "/api/v1/tokens").GET());
    starter.send(starter.as("qst_nothing", "/api/v1/tokens").GET());

    var list = starter.get("/api/v1/refusals?size=500").http().body();

    assertThat(list)
        .contains("out-of-scope", clients.actionId, "no-role", "bad-token", "127.0.0.1")
        .doesNotContain("qst_nothing");
    assertThat(starter.send(starter.as(token, "/api/v1/refusals").GET()).status()).isEqualTo(403);
  }
}
