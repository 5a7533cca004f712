package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.SURICATA;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.named;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.read;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuricataAlertTest {
  private static String event(String source, String destination, String more) {
    return """
    {"timestamp":"2026-11-23T09:40:11.5+0000","event_type":"alert","src_ip":"%s","dest_ip":"%s",
     "alert":{"signature":"s","signature_id":1,"severity":2,"action":"blocked"}%s}"""
        .formatted(source, destination, more);
  }

  @Test
  void theAlertOfALogIsReadAndTheOtherEventsAreSkippedAndSaid() {
    var reading = (Reading.Read) read(SURICATA);
    assertThat(reading.alerts()).hasSize(1);
    assertThat(reading.skipped())
        .extracting(Problem::toString)
        .containsExactly(
            "[0]: is a Suricata event of type \"dns\", not an alert, and was skipped",
            "[2]: is a Suricata event of type \"flow\", not an alert, and was skipped");
  }

  @Test
  void anAlertKeepsItsHeading() {
    var alert = one(SURICATA);
    assertThat(alert.source()).isEqualTo(AlertSource.SURICATA);
    assertThat(alert.alertId()).startsWith("suricata:2018959:1805461730462124:");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.techniques()).containsExactly("T1105");
    assertThat(alert.category()).isEqualTo("Potential Corporate Privacy Violation");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11.523456Z"));
    assertThat(alert.firstActivityAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11.401122Z"));
    assertThat(one(SURICATA)).isEqualTo(alert);
  }

  @Test
  void theInternalEndIsTheDeviceAndTheOtherIsEvidence() {
    var alert = one(SURICATA);
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("10.20.30.40"))
        .satisfies(d -> assertThat(d.ipAddresses()).containsExactly("10.20.30.40"));
    assertThat(entities(alert, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactly("203.0.113.77");
    assertThat(Objects.requireNonNull(named(alert, "203.0.113.77").reported()).detectionStatus())
        .isEqualTo("allowed");
    assertThat(entities(alert, Url.class).getFirst().value())
        .isEqualTo("http://cdn.evil.example/a/update.exe");
    assertThat(entities(alert, FileArtifact.class).getFirst().sha256()).startsWith("e3b0c442");
    assertThat(entities(alert, OtherArtifact.class))
        .extracting(OtherArtifact::vendorKind)
        .contains("suricata.http", "suricata.flow", "suricata.alert");
    assertThat(alert.correlationKey()).startsWith("dev-");
  }

  @Test
  void betweenTwoInternalEndsTheTargetIsTheVictim() {
    var plain = one(event("10.0.0.1", "10.0.0.2", ""));
    assertThat(entities(plain, Device.class).getFirst().name()).isEqualTo("10.0.0.2");
    assertThat(named(plain, "10.0.0.1").roles()).containsExactly(Role.SOURCE);
    var targeted =
        one(
            event("10.0.0.1", "10.0.0.2", "")
                .replace("\"action\"", "\"target\":{\"ip\":\"10.0.0.1\"},\"action\""));
    assertThat(entities(targeted, Device.class).getFirst().name()).isEqualTo("10.0.0.1");
  }

  @Test
  void whoAsksTheNameServerIsTheVictimAndNotTheServer() {
    var alert =
        one(
            event(
                "10.0.0.9",
                "10.0.0.53",
                ",\"dest_port\":53,\"dns\":{\"query\":[{\"rrname\":\"evil.example\"}]}"));
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("10.0.0.9");
    assertThat(entities(alert, Url.class).getFirst().value()).isEqualTo("evil.example");
  }

  @Test
  void twoExternalEndsAreEvidenceAndTheAlertIsItself() {
    var alert = one(event("203.0.113.1", "2001:db8::1", ",\"tls\":{\"sni\":\"x.example\"}"));
    assertThat(entities(alert, IpAddress.class)).hasSize(2);
    assertThat(entities(alert, Url.class).getFirst().value()).isEqualTo("x.example");
    assertThat(alert.correlationKey()).startsWith("alert-");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.4.4,169.254.169.254,10.0.4.4",
    "169.254.169.254,10.0.4.4,10.0.4.4",
    "192.168.1.7,192.168.1.255,192.168.1.7",
    "192.168.1.7,255.255.255.255,192.168.1.7",
    "10.0.0.1,224.0.0.251,10.0.0.1",
    "0.0.0.0,10.0.0.5,10.0.0.5",
    "100.64.1.2,10.0.0.5,10.0.0.5",
    "fd00::5,fe80::1,fd00::5",
    "100.64.1.2,203.0.113.9,",
    "fe80::1%eth0,ff02::fb,",
    "127.0.0.1,127.0.0.1,",
    "169.254.3.4,203.0.113.9,"
  })
  void whatManyMachinesHaveIsNobodysDevice(String source, String destination, String device) {
    var alert = one(event(source, destination, ""));
    assertThat(entities(alert, Device.class).stream().map(Device::name).toList())
        .isEqualTo(device == null ? List.of() : List.of(device));
    assertThat(alert.correlationKey()).startsWith(device == null ? "alert-" : "dev-");
  }

  @Test
  void behindAProxyTheOneThatItAskedForIsTheDevice() {
    var forward = one(event("10.0.0.3", "203.0.113.9", ",\"xff\":\"198.51.100.4, 10.1.2.3\""));
    assertThat(entities(forward, Device.class).getFirst().name()).isEqualTo("10.1.2.3");
    assertThat(entities(forward, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactly("10.0.0.3", "203.0.113.9", "198.51.100.4");
    var reverse = one(event("10.0.0.3", "10.0.0.8", ",\"http\":{\"xff\":\"203.0.113.77\"}"));
    assertThat(entities(reverse, Device.class).getFirst().name()).isEqualTo("10.0.0.8");
    assertThat(named(reverse, "203.0.113.77").roles()).containsExactly(Role.SOURCE);
  }

  @Test
  void aHeaderFromOutsideMakesNoMachineADevice() {
    var alert = one(event("203.0.113.5", "10.0.0.8", ",\"xff\":\"10.9.9.9\""));
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("10.0.0.8");
    for (var end : List.of("unknown", "203.0.113.7", "10.9.9.9, ".repeat(200) + "x")) {
      var forged =
          event("10.0.0.3", "203.0.113.9", ",\"xff\":\"" + "10.9.9.9, ".repeat(30) + end + "\"");
      assertThat(entities(one(forged), Device.class).getFirst().name()).isEqualTo("10.0.0.3");
    }
  }

  @Test
  void aMailOnTheWireIsAMessage() {
    var alert =
        one(
            event(
                "203.0.113.1",
                "10.0.0.25",
                """
                ,"email":{"status":"PARSE_DONE","from":"\\"X\\" <a@evil.example>",
                 "to":["Megan <megan@contoso.example>"],"subject":"Hi",
                 "message_id":"<m1@evil.example>","url":["http://evil.example/x"]}"""));
    assertThat(entities(alert, MailMessage.class))
        .singleElement()
        .satisfies(m -> assertThat(m.sender()).isEqualTo("a@evil.example"))
        .satisfies(m -> assertThat(m.recipient()).isEqualTo("megan@contoso.example"));
  }

  @Test
  void aLogWithoutAlertsIsRefusedWithAClearWord() {
    assertThat(refusal("{\"event_type\":\"flow\",\"flow_id\":1}").getFirst().message())
        .contains("\"flow\"", "not an alert");
    var array =
        "[{\"event_type\":\"stats\",\"stats\":{}},{\"event_type\":\"dns\",\"src_ip\":\"x\"}]";
    assertThat(refusal(array)).hasSize(2);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(refusal(event("999.0.0.1", "10.0.0.1", "")))
        .extracting(Problem::path)
        .containsExactly("src_ip");
    assertThat(refusal(event("10.0.0.1", "10.0.0.2", "").replace("\"signature\":\"s\",", "")))
        .extracting(Problem::path)
        .containsExactly("alert.signature");
    assertThat(refusal(event("10.0.0.1", "10.0.0.2", "").replace("2026-11-23T", "today ")))
        .extracting(Problem::path)
        .containsExactly("timestamp");
    assertThat(refusal("{\"event_type\":\"alert\",\"src_ip\":\"10.0.0.1\"}"))
        .extracting(Problem::path)
        .containsExactly("alert");
  }

  @Test
  void aLineThatIsNoJsonIsNamedByItsNumber() {
    var problem =
        refusal(SURICATA.replace("{\"timestamp\":\"2026-11-23T09:40:12", "{x")).getFirst();
    assertThat(problem.line()).isEqualTo(3);
    assertThat(problem.path()).isEqualTo("[2]");
  }
}
