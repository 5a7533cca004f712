package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Choice;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.entity.Device;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.intake.order.ActionRequestReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActionRequestTest {
  private static final String DEVICE = "{\"type\":\"device\",\"deviceId\":\"d1\"}";
  private static final String FILE =
      "{\"type\":\"file\",\"deviceId\":\"d1\",\"name\":\"x\",\"directory\":\"/tmp\"}";
  private static final String MAIL =
      "{\"type\":\"mailMessage\",\"internetMessageId\":\"<i>\",\"recipient\":\"a@contoso.example\"}";
  private static final List<String> TARGETS =
      List.of(
          DEVICE,
          FILE,
          MAIL,
          "{\"type\":\"url\",\"value\":\"http://evil.example\"}",
          "{\"type\":\"mailboxRule\",\"mailbox\":\"a@contoso.example\",\"ruleId\":\"AQ\"}",
          "{\"type\":\"user\",\"userPrincipalName\":\"a@contoso.example\"}",
          "{\"type\":\"process\",\"deviceId\":\"d1\",\"processId\":7}",
          "{\"type\":\"scheduledTask\",\"deviceId\":\"d1\",\"name\":\"t\"}",
          "{\"type\":\"registryEntry\",\"deviceId\":\"d1\",\"registryKey\":\"k\"}",
          "{\"type\":\"service\",\"deviceId\":\"d1\",\"name\":\"s\"}",
          "{\"type\":\"driver\",\"deviceId\":\"d1\",\"name\":\"x\"}",
          "{\"type\":\"mailCluster\",\"rootMessage\":\"mail:x\","
              + "\"criteria\":[{\"field\":\"Subject\",\"value\":\"v\"}]}");

  private static ActionReading read(String body) {
    return new ActionRequestReader().read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ActionReading read(String type, String target, String parameters) {
    return read(
        "{\"type\":\"%s\",\"target\":%s,\"parameters\":%s,\"comment\":\"why\"}"
            .formatted(type, target, parameters));
  }

  private static List<String> problems(ActionReading reading) {
    assertThat(reading).isInstanceOf(ActionReading.Refused.class);
    return ((ActionReading.Refused) reading).problems().stream().map(Problem::path).toList();
  }

  @Test
  void anIsolationIsFullUnlessItSaysSelective() {
    var device = Device.ofId("d1");
    assertThat(read("ISOLATE_DEVICE", DEVICE, "{}"))
        .isEqualTo(
            new ActionReading.Read(
                new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL), "why"));
    assertThat(read("ISOLATE_DEVICE", DEVICE, "{\"isolation\":\"SELECTIVE\"}"))
        .isEqualTo(
            new ActionReading.Read(
                new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.SELECTIVE), "why"));
    assertThat(read("RUN_ANTIVIRUS_SCAN", DEVICE, "{\"scan\":\"FULL\"}"))
        .isEqualTo(
            new ActionReading.Read(
                new DeviceAction.RunAntivirusScan(device, DeviceAction.Scan.FULL), "why"));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeTakesWhatTheCatalogueSaysAndNothingElse(ActionType type) {
    var parameters =
        type.choices().stream()
            .filter(Choice::required)
            .map(p -> "\"" + p.name() + "\":\"" + "ab".repeat(32) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    for (var target : TARGETS) {
      var reading = read(type.name(), target, parameters);
      if (type.orderable()
          && type.targets().stream()
              .anyMatch(t -> target.contains("\"type\":\"" + t.wireName() + "\""))) {
        assertThat(reading)
            .isInstanceOfSatisfying(
                ActionReading.Read.class,
                r -> assertThat(r.actions().getFirst().type()).isEqualTo(type));
      } else {
        assertThat(problems(reading)).containsExactly(type.orderable() ? "target.type" : "type");
      }
    }
  }

  @Test
  void oneFileOnManyDevicesIsAnActionOnEach() {
    var reading =
        read(
            "{\"type\":\"STOP_AND_QUARANTINE_FILE\",\"devices\":[\"a\",\"b\",\"a\"],"
                + "\"target\":{\"type\":\"file\",\"sha256\":\"%s\"}}".formatted("ab".repeat(32)));
    assertThat(((ActionReading.Read) reading).actions())
        .extracting(a -> ((dev.quaestor.entity.FileArtifact) a.target()).deviceId())
        .containsExactly("a", "b");
  }

  @Test
  void anEmptyListNamesNothing() {
    assertThat(problems(read("{\"type\":\"ISOLATE_DEVICE\",\"devices\":[]}")))
        .containsExactly("devices");
    assertThat(problems(read("{\"type\":\"ISOLATE_DEVICE\",\"targets\":[]}")))
        .containsExactly("targets");
    assertThat(problems(read("{\"type\":\"ISOLATE_DEVICE\",\"devices\":[7]}")))
        .containsExactly("devices[0]");
  }

  @Test
  void aClusterCanBeSoftDeleted() {
    var cluster =
        "{\"type\":\"mailCluster\",\"rootMessage\":\"mail:x\",\"criteria\":[{\"field\":\"Subject\",\"value\":\"v\"}]}";
    assertThat(((ActionReading.Read) read("SOFT_DELETE_EMAIL", cluster, "{}")).actions().getFirst())
        .isInstanceOf(EmailAction.SoftDeleteEmail.class);
  }

  @Test
  void aClusterByAFieldThatNobodyCanSearchIsRefusedAndToldWhichThereAre() {
    var cluster =
        "{\"type\":\"mailCluster\",\"rootMessage\":\"mail:x\",\"criteria\":[{\"field\":\"Subject\",\"value\":\"v\"},{\"field\":\"SENDER\",\"value\":\"a@contoso.example\"}],\"messages\":[{\"mailbox\":\"b@contoso.example\",\"internetMessageId\":\"<1@x>\"}]}";

    var reading = read("SOFT_DELETE_EMAIL", cluster, "{}");

    assertThat(problems(reading)).containsExactly("target.criteria");
    assertThat(((ActionReading.Refused) reading).problems().getFirst().message())
        .startsWith("must be by Subject, SubjectContains, ")
        .contains("P2Sender")
        .endsWith("is by \"SENDER\"");
  }

  @Test
  void misspeltParametersAreRefusedByName() {
    assertThat(problems(read("ISOLATE_DEVICE", DEVICE, "{\"isolaton\":\"SELECTIVE\"}")))
        .containsExactly("parameters.isolaton");
    assertThat(problems(read("ISOLATE_DEVICE", DEVICE, "{\"isolation\":\"HALF\"}")))
        .containsExactly("parameters.isolation");
    assertThat(problems(read("RELEASE_DEVICE", DEVICE, "{\"isolation\":\"FULL\"}")))
        .containsExactly("parameters.isolation");
    assertThat(
            problems(
                read("{\"type\":\"ISOLATE_DEVICE\",\"target\":" + DEVICE + ",\"paramters\":{}}")))
        .containsExactly("paramters");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(problems(read("{}"))).containsExactlyInAnyOrder("type", "target");
    assertThat(problems(read("FLY", DEVICE, "{}"))).containsExactly("type");
    assertThat(problems(read("REQUEST_SAMPLE", "{\"type\":\"file\",\"name\":\"x\"}", "{}")))
        .containsExactly("target.deviceId");
    assertThat(problems(read("QUARANTINE_ATTACHMENT", MAIL, "{}")))
        .containsExactly("parameters.sha256");
    assertThat(problems(read("SOFT_DELETE_EMAIL", MAIL.replace("recipient", "x"), "{}")))
        .containsExactly("target.x", "target.recipient");
    assertThat(problems(read("no json"))).containsExactly("");
  }
}
