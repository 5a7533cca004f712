package dev.quaestor.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every action that a person can order, on the real back ends of the lab: it takes effect there,
 * and is taken back or says why nothing takes it back.
 */
class EveryOrderTest {
  private static final String LETTER = "<with-a-form@evil.example>";
  private static final String MEGAN = "megan@contoso.example";
  private static final byte[] FORM = "stands in for a bad form".getBytes(StandardCharsets.UTF_8);
  private static final String USER = "alex@contoso.example";
  private static final String LINK = "https://every-order.example/login";
  private static final String RECOVERABLE = "recoverableitemsdeletions";

  /** Each test has its own: who once wanted a message away holds it. */
  private final String phish = "<%s@woodgrove-support.example>".formatted(UUID.randomUUID());

  /** Of its own: what other tests leave in a state, their cases hold. */
  private static House house;

  private static Api api;
  private static LabTenant lab;

  @BeforeAll
  static void start() {
    house = House.start();
    api = house.api();
    lab = house.lab();
    var shipped = api.get("/api/v1/policy").expect(200).text();
    purgeWaitsForWhoeverHasJustSignedIn();
    // A token never signs in, and this is about what is done.
    var asked = shipped.replace("      signedInWithin: 15m\n", "");
    assertThat(asked).isNotEqualTo(shipped);
    api.send("PUT", "/api/v1/policy", asked.getBytes(UTF_8), "Content-Type", "application/yaml")
        .expect(200);
  }

  /** As the shipped policy has it, of what destroys for good. */
  private static void purgeWaitsForWhoeverHasJustSignedIn() {
    var device =
        """
        {"type":"OFFBOARD_DEVICE","target":{"type":"device","deviceId":"%s"}}"""
            .formatted(Alerts.device(9));
    var preview = api.post("/api/v1/actions/preview", device).expect(200).json();
    assertThat(preview.path("course").asString()).isEqualTo("WAITS");
    var id = api.post("/api/v1/actions", device).expect(202).json().path("actionId").asString();
    var waits = api.action(id, "decision", "PENDING");
    assertThat(waits.path("pending").path("mayDecide").asBoolean()).isFalse();
    assertThat(waits.path("pending").path("approvals").path("signedInWithin").asString())
        .isEqualTo("PT15M");
    assertThat(api.approve(id).problem(403).path("type").asString()).endsWith("sign-in-again");
    api.reject(id).expect(200);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void asAtFirst() {
    lab.reset();
    lab.deliver(letter(), List.of(MEGAN));
    lab.deliver(phish(), List.of(MEGAN));
  }

  static Stream<ActionType> orderable() {
    // What is let go by an order of its own stays held by what brought it about: it comes last.
    return Arrays.stream(ActionType.values())
        .filter(ActionType::orderable)
        .sorted(Comparator.comparing(type -> !before(type).isEmpty()));
  }

  @ParameterizedTest
  @MethodSource("orderable")
  void whatIsOrderedTakesEffectAndIsTakenBackOrSaysWhyNothingDoes(ActionType type) {
    before(type).forEach(this::succeeded);
    var before = truth();

    var action = succeeded(type);

    assertThat(seen(type)).as("%s, as the lab itself shows it: %s", type, truth()).isTrue();
    if (type.onlyReads()) {
      assertThat(changes(before)).isEmpty();
    }
    if (type.undoable()) {
      assertThat(action.path("undo").asString()).isEqualTo("AVAILABLE");
      api.undo(id(action)).expect(202);
      api.action(id(action), "undo", "UNDONE");
      assertThat(changes(before)).as("what is not as it was").isEmpty();
    } else {
      assertThat(action.path("undo").asString()).isEqualTo("NOT_UNDOABLE");
      assertThat(api.undo(id(action)).problem(422).toString())
          .contains(type.notUndoableBecause().orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ActionType.class,
      names = {"HARD_DELETE_EMAIL", "SOFT_DELETE_EMAIL"})
  void mailIsDeletedByEachOfItsRoutes(ActionType type) {
    for (var source : type.sources()) {
      asAtFirst();
      var ordered =
          api.post(
                  "/api/v1/actions",
                  order(type).replaceFirst("\\{", "{\"source\":\"" + source + "\","))
              .expect(202)
              .json();
      succeeded(ordered.path("actionId").asString());
      assertThat(seen(type)).as("ordered as %s", source).isTrue();
    }
  }

  @Test
  void aProposedPurgeThatIsApprovedPurges() {
    var proposed =
        house
            .as("proposer", "analyst")
            .post("/api/v1/actions", order(ActionType.HARD_DELETE_EMAIL))
            .expect(202)
            .json()
            .path("actionId")
            .asString();
    api.action(proposed, "decision", "PENDING");

    api.approve(proposed).expect(200);

    succeeded(proposed);
    assertThat(seen(ActionType.HARD_DELETE_EMAIL)).isTrue();
  }

  @Test
  void mailThatTwoWantAwayIsPutBackWithTheLastOfThem() {
    var first = succeeded(ActionType.MOVE_EMAIL_TO_JUNK);
    var second =
        api.post("/api/v1/actions", order(ActionType.MOVE_EMAIL_TO_JUNK))
            .expect(202)
            .json()
            .path("actionId")
            .asString();
    api.action(second, "execution", "ALREADY_IN_STATE");

    api.undo(id(first)).expect(202);
    api.action(id(first), "undo", "HELD_BY_OTHERS");
    assertThat(lies(phish, "junkemail")).isTrue();

    api.undo(second).expect(202);
    api.action(second, "undo", "UNDONE");
    api.action(id(first), "undo", "UNDONE");
    assertThat(lies(phish, "inbox")).isTrue();
  }

  @Test
  void everythingThatASearchFindsIsPurged() {
    var ordered =
        api.post(
                "/api/v1/mail/actions",
                "{\"type\":\"HARD_DELETE_EMAIL\",\"all\":{\"senderDomain\":\"woodgrove-support.example\"}}")
            .expect(202)
            .json();

    succeeded(ordered.path("actions").path(0).path("actionId").asString());
    assertThat(truth().toString()).doesNotContain("@woodgrove-support.example>");
  }

  private static String id(JsonNode action) {
    return action.path("actionId").asString();
  }

  private JsonNode succeeded(ActionType type) {
    return succeeded(
        api.post("/api/v1/actions", order(type)).expect(202).json().path("actionId").asString());
  }

  private JsonNode succeeded(String action) {
    var ended =
        api.eventually(
                () -> api.get("/api/v1/actions/" + action),
                a ->
                    a.status() == 200
                        && a.json()
                            .path("execution")
                            .asString("")
                            .matches(".*SUCCEEDED|FAILED|UNSUPPORTED|ALREADY_IN_STATE"))
            .json();
    assertThat(ended.path("execution").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
    return ended;
  }

  /** What must have been done for it to have anything to do. */
  private static List<ActionType> before(ActionType type) {
    return switch (type) {
      case RELEASE_DEVICE -> List.of(ActionType.ISOLATE_DEVICE);
      case RELEASE_CODE_EXECUTION -> List.of(ActionType.RESTRICT_CODE_EXECUTION);
      case RELEASE_FROM_QUARANTINE -> List.of(ActionType.STOP_AND_QUARANTINE_FILE);
      case RELEASE_CONTAINED_DEVICE -> List.of(ActionType.CONTAIN_DEVICE);
      case UNBLOCK_URL -> List.of(ActionType.BLOCK_URL);
      case MOVE_EMAIL_TO_INBOX -> List.of(ActionType.MOVE_EMAIL_TO_JUNK);
      case ENABLE_USER -> List.of(ActionType.DISABLE_USER);
      case DISMISS_USER_RISK -> List.of(ActionType.CONFIRM_USER_COMPROMISED);
      default -> List.of();
    };
  }

  private String order(ActionType type) {
    var target =
        switch (type.targets().getFirst()) {
          case DEVICE ->
              "{\"type\":\"device\",\"deviceId\":\"%s\"}"
                  .formatted(
                      type == ActionType.CONTAIN_DEVICE
                              || type == ActionType.RELEASE_CONTAINED_DEVICE
                          ? printer()
                          : laptop());
          case FILE ->
              """
              {"type":"file","deviceId":"%s","name":"loader.exe","directory":"C:\\\\Users\\\\Public",
               "sha256":"b10d45d20871c064570423a037be2bddb32037720c284571645378998c261124",
               "sha1":"8f425f552325d90a7727a8f60443cf6e46960f72"}"""
                  .formatted(laptop());
          case PROCESS ->
              "{\"type\":\"process\",\"deviceId\":\"%s\",\"processId\":4711,\"startedAt\":\"2026-11-20T10:00:00Z\",\"commandLine\":\"x\"}"
                  .formatted(laptop());
          case SCHEDULED_TASK ->
              "{\"type\":\"scheduledTask\",\"deviceId\":\"%s\",\"name\":\"\\\\Updater\"}"
                  .formatted(laptop());
          case REGISTRY_ENTRY ->
              """
              {"type":"registryEntry","deviceId":"%s","hive":"HKEY_LOCAL_MACHINE",
               "registryKey":"SOFTWARE\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run","valueName":"Updater"}"""
                  .formatted(laptop());
          case SERVICE ->
              "{\"type\":\"service\",\"deviceId\":\"%s\",\"name\":\"EvilSvc\"}".formatted(laptop());
          case DRIVER ->
              "{\"type\":\"driver\",\"deviceId\":\"%s\",\"name\":\"evil\"}".formatted(laptop());
          case URL -> "{\"type\":\"url\",\"value\":\"%s\"}".formatted(LINK);
          case MAIL_MESSAGE ->
              "{\"type\":\"mailMessage\",\"recipient\":\"%s\",\"internetMessageId\":\"%s\"}"
                  .formatted(MEGAN, type == ActionType.QUARANTINE_ATTACHMENT ? LETTER : phish);
          case MAILBOX_RULE ->
              "{\"type\":\"mailboxRule\",\"mailbox\":\"%s\",\"ruleId\":\"%s\"}"
                  .formatted(MEGAN, forwarding().path("id").asString());
          case USER -> "{\"type\":\"user\",\"userPrincipalName\":\"%s\"}".formatted(USER);
          case MAIL_CLUSTER, MAILBOX, IP, OTHER ->
              throw new AssertionError("nothing is ordered on such a thing first");
        };
    var parameters =
        switch (type) {
          case QUARANTINE_ATTACHMENT -> "{\"sha256\":\"%s\"}".formatted(hash());
          case RUN_SCRIPT -> "{\"script\":\"collect-logs.ps1\",\"arguments\":\"2\"}";
          default -> "{}";
        };
    return "{\"type\":\"%s\",\"target\":%s,\"parameters\":%s,\"comment\":\"every order\"}"
        .formatted(type, target, parameters);
  }

  private String laptop() {
    return lab.device("ws-lab-02.contoso.example").orElseThrow().path("id").asString();
  }

  private String printer() {
    return lab.device("printer-03.contoso.example").orElseThrow().path("id").asString();
  }

  /** Whether the lab shows the effect. */
  private boolean seen(ActionType type) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE -> device().path("packages").asInt() == 1;
      case RUN_ANTIVIRUS_SCAN -> device().path("scans").size() == 1;
      case REQUEST_SAMPLE, RUN_SCRIPT -> house.machineActions(laptop(), "LiveResponse") == 1;
      case ISOLATE_DEVICE -> device().path("isolated").asBoolean();
      case RELEASE_DEVICE -> !device().path("isolated").asBoolean();
      case OFFBOARD_DEVICE -> device().path("offboarded").asBoolean();
      case RESTRICT_CODE_EXECUTION -> device().path("restricted").asBoolean();
      case RELEASE_CODE_EXECUTION -> !device().path("restricted").asBoolean();
      case STOP_AND_QUARANTINE_FILE -> file("quarantined");
      case RELEASE_FROM_QUARANTINE, RESTORE_FILE -> file("present");
      case DELETE_FILE -> file("deleted");
      case KILL_PROCESS -> removed("process");
      case REMOVE_SCHEDULED_TASK -> removed("task");
      case REMOVE_REGISTRY_ENTRY -> removed("registry");
      case STOP_SERVICE -> removed("service");
      case DISABLE_DRIVER -> removed("driver");
      case CONTAIN_DEVICE -> contained();
      case RELEASE_CONTAINED_DEVICE -> !contained();
      case BLOCK_URL -> lab.state().path("indicators").toString().contains(LINK);
      case UNBLOCK_URL -> !lab.state().path("indicators").toString().contains(LINK);
      case SOFT_DELETE_EMAIL -> lies(phish, RECOVERABLE);
      case HARD_DELETE_EMAIL -> !truth().get(MEGAN).toString().contains(phish);
      case MOVE_EMAIL_TO_JUNK -> lies(phish, "junkemail");
      case MOVE_EMAIL_TO_DELETED_ITEMS -> lies(phish, "deleteditems");
      case MOVE_EMAIL_TO_INBOX, RESTORE_EMAIL -> lies(phish, "inbox");
      case QUARANTINE_EMAIL -> lies(phish, "Quaestor Quarantine");
      case QUARANTINE_ATTACHMENT ->
          lies(LETTER, "inbox")
              && megan().path("folders").path("inbox").toString().contains("Attachment removed")
              && !megan().path("folders").path("inbox").toString().contains("form.pdf");
      case TURN_OFF_EXTERNAL_FORWARDING -> !forwarding().path("isEnabled").asBoolean();
      case RESTORE_FORWARDING -> forwarding().path("isEnabled").asBoolean();
      case DISABLE_USER -> !user().path("accountEnabled").asBoolean();
      case ENABLE_USER -> user().path("accountEnabled").asBoolean();
      case REVOKE_SESSIONS -> user().path("sessionsRevoked").asBoolean();
      case CONFIRM_USER_COMPROMISED ->
          user().path("riskState").asString().equals("confirmedCompromised");
      case DISMISS_USER_RISK -> user().path("riskState").asString().equals("dismissed");
      case FORCE_PASSWORD_RESET -> user().path("mustChangePassword").asBoolean();
      case RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          EXPAND_INVESTIGATION ->
          throw new AssertionError("nobody orders it");
    };
  }

  private JsonNode device() {
    return lab.device(laptop()).orElseThrow();
  }

  private boolean file(String state) {
    return device()
        .path("files")
        .valueStream()
        .anyMatch(f -> f.path("state").asString().equals(state));
  }

  private boolean removed(String kind) {
    return device()
        .path("items")
        .valueStream()
        .anyMatch(
            i ->
                i.path("kind").asString().equals(kind)
                    && i.path("state").asString().equals("removed"));
  }

  private boolean contained() {
    return lab.device(printer())
        .orElseThrow()
        .path("isolation")
        .asString()
        .equals("UnManagedDevice");
  }

  private JsonNode megan() {
    return lab.mailbox(MEGAN).orElseThrow();
  }

  private boolean lies(String message, String folder) {
    return megan().path("folders").path(folder).toString().contains(message);
  }

  private JsonNode forwarding() {
    return megan()
        .path("rules")
        .valueStream()
        .filter(r -> r.toString().contains("drop@evil.example"))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode user() {
    return lab.user(USER).orElseThrow();
  }

  /** What is another than it was, by name. */
  private Map<String, Object> changes(Map<String, Object> before) {
    var changes = new TreeMap<String, Object>();
    var now = truth();
    Stream.concat(before.keySet().stream(), now.keySet().stream())
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .forEach(name -> changes.put(name, before.get(name) + " -> " + now.get(name)));
    return changes;
  }

  /** All that an action can change, without the ids that moving gives anew. */
  private Map<String, Object> truth() {
    var truth = new TreeMap<String, Object>();
    var state = lab.state();
    for (var device : state.path("devices")) {
      truth.put(
          device.path("name").asString(),
          List.of(
              device.path("isolation"),
              device.path("restricted"),
              device.path("offboarded"),
              device.path("files"),
              // The lab meets an item only when it is asked for it.
              device
                  .path("items")
                  .valueStream()
                  .filter(i -> !i.path("state").asString().equals("present"))
                  .toList()));
    }
    for (var mailbox : state.path("mailboxes")) {
      var address = mailbox.path("address").asString();
      truth.put(address + " rules", mailbox.path("rules"));
      truth.put(
          address,
          mailbox.path("folders").properties().stream()
              // Where what is purged is kept out of everybody's reach.
              .filter(folder -> !folder.getKey().equals("recoverableitemspurges"))
              .flatMap(
                  folder ->
                      folder
                          .getValue()
                          .valueStream()
                          .map(
                              m ->
                                  folder.getKey()
                                      + " "
                                      + m.path("internetMessageId").asString()
                                      + m.path("attachments")))
              .sorted()
              .toList());
    }
    for (var user : state.path("users")) {
      truth.put(
          user.path("userPrincipalName").asString() + " as user",
          List.of(
              user.path("accountEnabled"),
              // A risk that was dismissed is none; there is no way back to never having had one.
              user.path("riskState").asString().replace("dismissed", "none"),
              user.path("sessionsRevoked"),
              user.path("mustChangePassword")));
    }
    truth.put(
        "indicators",
        state
            .path("indicators")
            .valueStream()
            .map(i -> i.path("indicatorValue") + " " + i.path("action"))
            .sorted()
            .toList());
    return truth;
  }

  private static String hash() {
    var hash = new Sha256();
    hash.add(FORM, FORM.length);
    return hash.hex();
  }

  private byte[] phish() {
    return """
    From: <help@woodgrove-support.example>
    To: <megan@contoso.example>
    Subject: Your account
    Message-ID: %s

    Sign in again.
    """
        .formatted(phish)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] letter() {
    return """
    From: <a@evil.example>
    To: <megan@contoso.example>
    Subject: Please fill in
    Message-ID: %s
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="b"

    --b
    Content-Type: text/plain

    The form is attached.
    --b
    Content-Type: application/pdf; name="form.pdf"
    Content-Disposition: attachment; filename="form.pdf"
    Content-Transfer-Encoding: base64

    %s
    --b--
    """
        .formatted(LETTER, Base64.getEncoder().encodeToString(FORM))
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
