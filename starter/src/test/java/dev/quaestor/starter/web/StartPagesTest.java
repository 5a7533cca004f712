package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.quaestor.action.Area;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.RunningStarter.Answer;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.wire.QuaestorJson;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person starts and orders by hand, without a script. */
class StartPagesTest {
  private static final String XSS = "<script>alert(1)</script>";
  private static final String DEVICE = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";

  private static final Pattern ROW =
      Pattern.compile("<input type=\"checkbox\" name=\"row\" value=\"([^\"]*)\"");
  private static final Pattern ACTION = Pattern.compile("act-[0-9a-f]+");

  private final RunningStarter starter = RunningStarter.get();

  private Browser browser(String... roles) {
    return starter.browserOf(starter.person(Scope.ALL, roles));
  }

  private static String html(Answer answer) {
    assertThat(answer.contentType()).startsWith("text/html");
    return answer.http().body();
  }

  /** An alert in our own format, about a device that nobody else's is about. */
  private static String alert(String title) {
    return QuaestorJson.mapper()
        .writeValueAsString(
            Map.of(
                "quaestor",
                "alert/v1",
                "id",
                UUID.randomUUID().toString(),
                "title",
                title,
                "severity",
                "HIGH",
                "entities",
                List.of(
                    Map.of("type", "device", "name", "host-" + UUID.randomUUID()),
                    Map.of("type", "file", "name", "a.exe"),
                    Map.of("type", "file", "name", "b.exe"))));
  }

  /** Sends fields of which some may be there several times. */
  private Answer post(Browser browser, String page, List<Map.Entry<String, String>> fields) {
    return post(browser, page, page, fields);
  }

  private Answer post(
      Browser browser, String page, String path, List<Map.Entry<String, String>> fields) {
    var csrf = Browser.csrf(browser.get(page));
    var form =
        "_csrf="
            + csrf
            + fields.stream()
                .map(
                    f ->
                        "&"
                            + f.getKey()
                            + "="
                            + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    return starter.send(
        browser
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  private static Map.Entry<String, String> field(String name, String value) {
    return Map.entry(name, value);
  }

  @Test
  void whatWasRecognisedIsShownBeforeAnythingStarts() {
    var title = "alert " + UUID.randomUUID();

    var answer =
        browser("analyst")
            .submit("/start", "/start", Map.of("step", "REVIEW", "alert", alert(title)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(html(answer))
        .contains("Quaestor alert, 1 device, 2 files")
        .contains(title)
        .contains("Start investigation");
    assertThat(
            starter
                .get("/api/v1/investigations?q=" + title.replace(" ", "+"))
                .body()
                .path("total")
                .asInt())
        .isZero();
  }

  @Test
  void anAlertLeadsToItsInvestigationAndTheSameOneTwiceToTheSame() {
    var alert = alert("a pasted alert");
    var browser = browser("analyst");
    var form = Map.of("step", "START", "alert", alert);

    var first = Browser.location(browser.submit("/start", "/start", form));
    var second = Browser.location(browser.submit("/start", "/start", form));

    assertThat(first).contains("/investigations/inv-").isEqualTo(second);
    assertThat(html(browser.get(path(first)))).contains("a pasted alert");
  }

  private static String path(String location) {
    return location.substring(location.indexOf("/investigations/"));
  }

  @Test
  void aMessageIsAnAlertToo() {
    var message =
        "From: Eve <eve@evil.example>\r\nTo: jane@contoso.example\r\nSubject: Your invoice\r\n"
            + "Message-ID: <"
            + UUID.randomUUID()
            + "@evil.example>\r\n"
            + "Date: Sat, 28 Nov 2026 10:00:00 +0000\r\n\r\nhttp://evil.example/login\r\n";

    assertThat(
            html(
                browser("analyst")
                    .submit("/start", "/start", Map.of("step", "REVIEW", "alert", message))))
        .contains("Message, ")
        .contains("Your invoice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 422 | There is nothing in it.",
        "'   ' | 422 | There is nothing in it.",
        "no alert at all | 400 | It cannot be read. Nothing was started.",
        "{\"broken\": | 400 | It cannot be read. Nothing was started.",
        "<b>bold</b> | 400 | &lt;b&gt;bold&lt;/b&gt;"
      })
  void whatIsNoAlertIsKeptAndExplained(String text, int status, String words) {
    var answer =
        browser("analyst").submit("/start", "/start", Map.of("step", "START", "alert", text));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(html(answer)).contains(words).doesNotContain("<b>bold</b>");
  }

  @Test
  void severalAlertsSayWhereEachWent() {
    var alerts = "[" + alert("one") + "," + alert("other") + "]";

    assertThat(
            html(
                browser("analyst")
                    .submit("/start", "/start", Map.of("step", "START", "alert", alerts))))
        .contains("2 investigations have the alerts")
        .contains("/investigations/inv-");
  }

  @Test
  void thingsPickedByHandBecomeOneInvestigationHoweverOftenTheFormIsSent() {
    var browser = browser("analyst");
    var fields =
        List.of(
            field("step", "START"),
            field("title", "Odd logons, again"),
            field("severity", "HIGH"),
            field("kind", "USER"),
            field("value", "a,b@contoso.example"),
            field("where", ""),
            field("kind", "DEVICE"),
            field("value", ""),
            field("where", ""),
            field("comment", "seen by the help desk"),
            field("key", UUID.randomUUID().toString()));

    var first = post(browser, "/start/entities", fields);
    var second = post(browser, "/start/entities", fields);

    assertThat(Browser.location(first)).contains("/investigations/inv-");
    assertThat(Browser.location(second)).isEqualTo(Browser.location(first));
    assertThat(html(browser.get(path(Browser.location(first))))).contains("Odd logons, again");
  }

  @Test
  void aNameWithACommaIsOneThing() {
    var answer =
        post(
            browser("analyst"),
            "/start/entities",
            List.of(
                field("step", "START"),
                field("title", "One"),
                field("kind", "FILE"),
                field("value", "a, b.exe"),
                field("where", DEVICE),
                field("key", UUID.randomUUID().toString())));

    assertThat(Browser.location(answer)).contains("/investigations/inv-");
  }

  @Test
  void moreRowsKeepWhatIsThere() {
    var answer =
        post(
            browser("analyst"),
            "/start/entities",
            List.of(
                field("step", "MORE"),
                field("title", "kept"),
                field("kind", "IP"),
                field("value", "192.0.2.7"),
                field("where", ""),
                field("key", "k")));

    assertThat(html(answer)).contains("value=\"kept\"", "value=\"192.0.2.7\"", "Name 4");
  }

  @Test
  void aCaseOfNothingIsNotStartedAndTheFormIsKept() {
    var answer =
        post(
            browser("analyst"),
            "/start/entities",
            List.of(
                field("step", "START"),
                field("title", "kept " + XSS),
                field("comment", "</textarea>" + XSS),
                field("kind", "FILE"),
                field("value", ""),
                field("where", "\"><b>"),
                field("key", UUID.randomUUID().toString())));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(html(answer))
        .contains("Nothing was started.", "kept &lt;script&gt;")
        .doesNotContain(XSS)
        .doesNotContain("\"><b>");
  }

  @Test
  void anOrderSaysFirstWhetherItRunsOrWaits() {
    var form =
        List.of(
            field("step", "PREVIEW"),
            field("type", "ISOLATE_DEVICE"),
            field("value", DEVICE),
            field("key", UUID.randomUUID().toString()));

    assertThat(html(post(browser("device-approver"), "/start/action", form)))
        .contains("Runs now", "Order isolation", "cut off from the network");
    assertThat(html(post(browser("analyst"), "/start/action", form)))
        .contains("Waits for a device approver", "Propose isolation");
  }

  @Test
  void anOrderSentTwiceIsOneAction() {
    var browser = browser("device-approver");
    var form =
        List.of(
            field("step", "ORDER"),
            field("type", "RUN_ANTIVIRUS_SCAN"),
            field("value", DEVICE),
            field("p-scan", "FULL"),
            field("comment", "to be sure"),
            field("key", UUID.randomUUID().toString()));

    var first = post(browser, "/start/action", form);
    var second = post(browser, "/start/action", form);

    assertThat(Browser.location(first)).contains("/actions/act-");
    assertThat(Browser.location(second)).isEqualTo(Browser.location(first));
    var action = Browser.location(first).substring(Browser.location(first).indexOf("/actions/"));
    assertThat(html(browser.get(action))).contains("Run antivirus scan");
  }

  @Test
  void whatNothingTakesBackIsSaidSoAndOrderedForAReasonOnly() {
    var browser = browser("device-approver");
    var form = new ArrayList<>(List.of(field("type", "OFFBOARD_DEVICE"), field("value", DEVICE)));
    form.add(field("key", UUID.randomUUID().toString()));

    var preview = new ArrayList<>(form);
    preview.add(field("step", "PREVIEW"));
    assertThat(html(post(browser, "/start/action", preview)))
        .contains("This cannot be undone.", "btn danger", "Reason");
    var order = new ArrayList<>(form);
    order.add(field("step", "ORDER"));
    var refused = post(browser, "/start/action", order);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(html(refused)).contains("A reason is required, because this cannot be undone.");
  }

  @Test
  void aFileIsNamedByItsFullPathAndItsActionSaysOnWhichDevice() {
    var browser = browser("analyst");
    var form =
        List.of(
            field("step", "ORDER"),
            field("type", "DELETE_FILE"),
            field("value", "C:\\Temp\\evil.exe"),
            field("where", DEVICE),
            field("key", UUID.randomUUID().toString()));

    var address = Browser.location(post(browser, "/start/action", form));

    var action = address.substring(address.indexOf("/actions/"));
    var target = starter.get("/api/v1" + action).body().path("target");
    assertThat(target.path("directory").asString()).isEqualTo("C:\\Temp");
    assertThat(target.path("name").asString()).isEqualTo("evil.exe");
    assertThat(html(browser.get(action)))
        .contains("Delete file C:\\Temp\\evil.exe")
        .containsPattern("<p class=\"dim\">[^<]*" + DEVICE);
  }

  @Test
  void whatAnAnalystMayNotRunIsProposed() {
    var answer =
        post(
            browser("analyst"),
            "/start/action",
            List.of(
                field("step", "ORDER"),
                field("type", "ISOLATE_DEVICE"),
                field("value", DEVICE),
                field("key", UUID.randomUUID().toString())));

    var id = Browser.location(answer).substring(Browser.location(answer).indexOf("act-"));
    assertThat(starter.get("/api/v1/actions/" + id).body().path("decision").asString())
        .isEqualTo("PENDING");
  }

  @Test
  void whoeverDoesNotSeeWhatTheyOrderedIsToldThatItWasTaken() {
    var confined =
        starter.browserOf(
            starter.person(new Scope(Set.of("none-" + UUID.randomUUID()), null), "analyst"));

    var answer =
        post(
            confined,
            "/start/action",
            List.of(
                field("step", "ORDER"),
                field("type", "ISOLATE_DEVICE"),
                field("value", DEVICE),
                field("key", UUID.randomUUID().toString())));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(html(answer)).contains("It was taken, as act-", "outside what you may see");
  }

  @ParameterizedTest
  @CsvSource({
    "BLOCK_URL,''",
    "ISOLATE_DEVICE,''",
    "STOP_AND_QUARANTINE_FILE,a.exe",
    "SOFT_DELETE_EMAIL,<m@x.example>"
  })
  void anOrderThatLacksSomethingIsKeptAndExplained(String type, String value) {
    var answer =
        post(
            browser("device-approver", "email-approver"),
            "/start/action",
            List.of(
                field("step", "ORDER"),
                field("type", type),
                field("value", value),
                field("key", UUID.randomUUID().toString())));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains("Nothing was ordered.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/start",
        "/start/entities",
        "/start/action?type=ISOLATE_DEVICE",
        "/start/hunt",
        "/start/mail"
      })
  void aViewerReadsWhyThereIsNoButton(String path) {
    assertThat(html(browser("viewer").get(path)))
        .contains("You may look at this page but start nothing from it.")
        .doesNotContain("value=\"START\"")
        .doesNotContain("value=\"REVIEW\"")
        .doesNotContain("value=\"PREVIEW\"");
  }

  @ParameterizedTest
  @CsvSource({"/start,viewer", "/start/entities,device-approver", "/start/action,operator"})
  void whoMayNotStartIsRefused(String path, String role) {
    var answer =
        post(
            browser(role),
            path,
            List.of(
                field("alert", alert("x")),
                field("key", "k"),
                field("type", "ISOLATE_DEVICE"),
                field("value", DEVICE)));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(html(answer)).contains("role");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/start?alert=x", "/start/entities?kind=FILE", "/start/action?type=NO"})
  void anAddressThatThePageDoesNotKnowIsRefusedInWords(String path) {
    assertThat(browser("analyst").get(path).status()).isEqualTo(400);
  }

  @Test
  void hostileTextOfAnAlertIsText() {
    var page =
        html(
            browser("analyst")
                .submit("/start", "/start", Map.of("step", "REVIEW", "alert", alert(XSS))));

    assertThat(page).contains("&lt;script&gt;").doesNotContain(XSS);
    assertThat(
            html(browser("analyst").get("/start/action?type=BLOCK_URL&value=" + "%22%3E%3Cb%3E")))
        .doesNotContain("\"><b>");
  }

  private static List<String> rows(String page) {
    var found = ROW.matcher(page);
    var rows = new ArrayList<String>();
    while (found.find()) {
      rows.add(found.group(1).replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">"));
    }
    return rows;
  }

  @Test
  void rowsOfAHuntAreTickedReviewedAndThenActedOnOnce() {
    var browser = browser("device-approver");
    var found =
        html(browser.submit("/start/hunt", "/start/hunt", Map.of("query", "DeviceInfo | take 1")));
    assertThat(found).contains("DeviceId", "With what is selected");
    var form =
        List.of(
            field("row", "{\"DeviceId\":\"" + DEVICE + "\"}"),
            field("row", rows(found).getFirst()),
            field("type", "ISOLATE_DEVICE"),
            field("comment", "beacons"),
            field("key", UUID.randomUUID().toString()));

    var review = html(post(browser, "/start/hunt", "/start/hunt/actions", form));
    assertThat(review).contains("Isolate device: 2 actions", "Runs now", "Order 2 actions");

    var order = new ArrayList<>(form);
    order.add(field("step", "ORDER"));
    var first = html(post(browser, "/start/hunt", "/start/hunt/actions", order));
    var second = html(post(browser, "/start/hunt", "/start/hunt/actions", order));
    assertThat(first).contains("2 actions ordered");
    assertThat(actions(second)).hasSize(2).isEqualTo(actions(first));
  }

  private static List<String> actions(String page) {
    var found = ACTION.matcher(page);
    var ids = new ArrayList<String>();
    while (found.find()) {
      ids.add(found.group());
    }
    return ids.stream().distinct().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense |, 422, Syntax error",
    "away, 503, There is no answer.",
    "'', 422, no query"
  })
  void aHuntThatIsRefusedKeepsItsQuery(String query, int status, String words) {
    var answer = browser("analyst").submit("/start/hunt", "/start/hunt", Map.of("query", query));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(html(answer)).contains(words).contains(query + "</textarea>");
  }

  @Test
  void messagesAreFoundAndActedOn() {
    var browser = browser("email-approver");
    var found =
        html(browser.submit("/start/mail", "/start/mail", Map.of("senderDomain", "evil.example")));
    assertThat(found)
        .contains("7 messages", "a@contoso.example", "Inbox", "These are the first 1.")
        .contains("value=\"evil.example\"");

    var answer =
        post(
            browser,
            "/start/mail",
            "/start/mail/actions",
            List.of(
                field("row", rows(found).getFirst()),
                field("type", "SOFT_DELETE_EMAIL"),
                field("step", "ORDER"),
                field("key", UUID.randomUUID().toString())));
    assertThat(Browser.location(answer)).contains("/actions/act-");
  }

  @Test
  void theActionThatStandsThereChosenIsNeverOneThatNothingTakesBack() {
    var page =
        html(
            browser("email-approver", "analyst")
                .submit("/start/mail", "/start/mail", Map.of("senderDomain", "evil.example")));

    var first = page.indexOf("<option", page.indexOf("id=\"act\""));
    assertThat(page.substring(first, page.indexOf("</option>", first)))
        .doesNotContain("HARD_DELETE_EMAIL");
    assertThat(page).contains("HARD_DELETE_EMAIL");
  }

  @Test
  void aSearchByNothingIsRefusedInWords() {
    var answer = browser("analyst").submit("/start/mail", "/start/mail", Map.of("sender", " "));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains("Nothing was searched.");
  }

  @ParameterizedTest
  @CsvSource({
    "'',ISOLATE_DEVICE,400,Nothing is selected.",
    "'{\"DeviceId\":\"d\"}','',400,No action is chosen.",
    "'<script>alert(1)</script>',ISOLATE_DEVICE,400,none of the rows",
    "'[1]',ISOLATE_DEVICE,400,none of the rows",
    "'{\"DeviceName\":\"d\"}',ISOLATE_DEVICE,422,Nothing was ordered.",
    "'{\"DeviceId\":\"d\"}',NO_SUCH_THING,422,Nothing was ordered."
  })
  void whatWasNotAskedForProperlyIsNotOrdered(String row, String type, int status, String words) {
    var fields = new ArrayList<Map.Entry<String, String>>();
    if (!row.isEmpty()) {
      fields.add(field("row", row));
    }
    fields.add(field("type", type));
    fields.add(field("step", "ORDER"));
    fields.add(field("key", UUID.randomUUID().toString()));

    var answer = post(browser("device-approver"), "/start/hunt", "/start/hunt/actions", fields);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(html(answer)).contains(words).doesNotContain(XSS);
  }

  @Test
  void whoSeesNotEverythingHuntsNothing() {
    var confined =
        starter.browserOf(
            starter.person(new Scope(Set.of("Servers"), null), "analyst", "device-approver"));

    assertThat(html(confined.get("/start/hunt"))).doesNotContain(">Run</button>");
    for (var path : List.of("/start/hunt", "/start/hunt/actions")) {
      var answer =
          post(
              confined,
              "/start/hunt",
              path,
              List.of(
                  field("query", "DeviceInfo"),
                  field("row", "{\"DeviceId\":\"d\"}"),
                  field("type", "ISOLATE_DEVICE"),
                  field("key", UUID.randomUUID().toString())));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(html(answer)).contains("who may see everything");
    }
  }

  @Test
  void whoMaySeeNoMailFindsNone() {
    var confined =
        starter.browserOf(starter.person(new Scope(null, Set.of(Area.DEVICE)), "analyst"));

    assertThat(html(confined.get("/start/mail"))).doesNotContain(">Search</button>");
    var answer =
        confined.submit("/start/mail", "/start/mail", Map.of("senderDomain", "evil.example"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(html(answer))
        .contains("Mail is not for you to see")
        .doesNotContain("a@contoso.example");
  }
}
