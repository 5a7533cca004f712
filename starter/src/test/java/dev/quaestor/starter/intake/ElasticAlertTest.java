package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.ELASTIC;
import static dev.quaestor.starter.intake.Samples.ELASTIC_7;
import static dev.quaestor.starter.intake.Samples.all;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.named;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.json.Problem;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ElasticAlertTest {

  @Test
  void aSearchHitWithFlatKeysKeepsItsHeading() {
    var alert = one(ELASTIC);
    assertThat(alert.source()).isEqualTo(AlertSource.ELASTIC);
    assertThat(alert.alertId()).startsWith("elastic:26a4b816");
    assertThat(alert.title()).isEqualTo("Suspicious MS Office Child Process");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.techniques()).containsExactly("T1566.001", "T1566");
    assertThat(alert.category()).isEqualTo("Initial Access");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11.523Z"));
    assertThat(alert.firstActivityAt()).isEqualTo(Instant.parse("2026-11-23T09:39:58.120Z"));
  }

  @Test
  void itNamesDeviceProcessParentUserAndTheFarEndOnly() {
    var alert = one(ELASTIC);
    var device = entities(alert, Device.class).getFirst();
    assertThat(device.name()).isEqualTo("lap-megan");
    assertThat(device.ipAddresses()).containsExactly("10.20.30.40", "fe80::1");
    assertThat(device.osPlatform()).isEqualTo("windows");
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(4780L, 3100L);
    assertThat(entities(alert, FileArtifact.class))
        .singleElement()
        .satisfies(f -> assertThat(f.sha256()).startsWith("9f914d42"))
        .satisfies(f -> assertThat(f.signer()).isEqualTo("Microsoft Windows"));
    assertThat(entities(alert, UserAccount.class).getFirst().sid()).startsWith("S-1-5-21");
    assertThat(entities(alert, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactly("203.0.113.77");
    assertThat(entities(alert, Url.class).getFirst().value()).isEqualTo("cdn.evil.example");
  }

  @Test
  void nestedAndFlatAreTheSame() {
    var flat =
        """
        {"@timestamp": "2026-11-23T09:40:11Z", "kibana.alert.uuid": "u", "kibana.alert.rule.name": "n",
         "kibana.alert.severity": "low", "host.name": "h", "process.pid": 7, "process.name": "x"}""";
    var nested =
        """
        {"@timestamp": "2026-11-23T09:40:11Z",
         "kibana": {"alert": {"uuid": "u", "rule": {"name": "n"}, "severity": "low"}},
         "host": {"name": "h"}, "process": {"pid": "7", "name": ["x"]}}""";
    assertThat(one(flat)).isEqualTo(one(nested));
    var fields =
        """
        {"_id": "u", "fields": {"@timestamp": ["2026-11-23T09:40:11Z"], "kibana.alert.uuid": ["u"],
         "kibana.alert.rule.name": ["n"], "kibana.alert.severity": ["low"], "host.name": ["h"],
         "process.pid": [7], "process.name": ["x"]}}""";
    assertThat(one(fields)).isEqualTo(one(flat));
  }

  @Test
  void aSignalOfVersionSevenIsReadWithEverySection() {
    var alert = one(ELASTIC_7);
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.title()).isEqualTo("DNS tunnelling");
    assertThat(alert.techniques()).containsExactly("T1071");
    assertThat(entities(alert, Url.class))
        .extracting(Url::value)
        .containsExactly("http://cdn.evil.example/x", "aaaa.tunnel.evil.example");
    assertThat(entities(alert, RegistryEntry.class))
        .singleElement()
        .satisfies(r -> assertThat(r.registryKey()).isEqualTo("SOFTWARE\\Contoso\\Run"))
        .satisfies(r -> assertThat(r.valueData()).isEqualTo("x.exe"));
    assertThat(named(alert, "evil.dll").roles()).containsExactly(Role.LOADED);
    assertThat(((FileArtifact) named(alert, "/tmp/x.sh").entity()).size()).isEqualTo(120);
    assertThat(entities(alert, MailMessage.class).getFirst().attachments()).hasSize(1);
    assertThat(entities(alert, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactly("198.51.100.53", "198.51.100.23");
    assertThat(named(alert, "elastic.cloud")).isNotNull();
  }

  @Test
  void aThresholdsTermsAreEvidence() {
    var alert =
        one(
            """
            {"_source": {"@timestamp": "2026-11-23T09:40:11Z", "kibana.alert.uuid": "u",
             "kibana.alert.rule.name": "Brute force", "kibana.alert.risk_score": 47,
             "kibana.alert.threshold_result": {"count": 5,
               "terms": [{"field": "source.ip", "value": "203.0.113.9"}]}}}""");
    assertThat(entities(alert, IpAddress.class).getFirst().value()).isEqualTo("203.0.113.9");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void whatElasticDefendFindsMaliciousIsReportedSo() {
    var alert =
        one(
            """
            {"@timestamp": 1795426811123, "message": "Malware Prevention Alert",
             "event": {"kind": "alert", "code": "malicious_file", "type": ["info", "denied"],
                       "severity": 73, "id": "e1"},
             "host": {"hostname": "h"}, "file": {"path": "C:\\\\x.exe"}}""");
    var reported = Objects.requireNonNull(named(alert, "C:\\x.exe").reported());
    assertThat(reported.verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(reported.detectionStatus()).isEqualTo("prevented");
    assertThat(alert.alertId()).isEqualTo("elastic:e1");
  }

  @Test
  void aSearchResultIsAListOfAlerts() {
    assertThat(all("{\"took\":3,\"hits\":{\"total\":1,\"hits\":[" + ELASTIC + "]}}")).hasSize(1);
  }

  private static String document(String fields) {
    return "{\"@timestamp\": \"2026-11-23T09:40:11Z\", \"message\": \"m\", " + fields + "}";
  }

  @Test
  void whoeverFetchedAServicesLogIsNotTheDevice() {
    var alert =
        one(
            document(
                """
                "event": {"kind": "alert", "dataset": "o365.audit"}, "user": {"email": "m@contoso.example"},
                "host": {"name": "beat-1", "ip": ["10.9.9.9"]}, "source": {"ip": "203.0.113.8"}"""));
    assertThat(entities(alert, Device.class)).isEmpty();
    assertThat(entities(alert, UserAccount.class)).hasSize(1);
    assertThat(entities(alert, IpAddress.class)).hasSize(1);
    assertThat(alert.correlationKey()).startsWith("alert-");
  }

  @Test
  void aSensorsAlertIsAboutTheMachineThatItHeard() {
    var alert =
        one(
            document(
                """
                "event": {"kind": "alert", "module": "suricata"}, "host": {"name": "sensor-1"},
                "network": {"forwarded_ip": "10.0.0.44"},
                "source": {"ip": "10.0.0.9", "nat": {"ip": "198.51.100.7"}},
                "destination": {"ip": "203.0.113.8"}"""));
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("10.0.0.44");
    assertThat(entities(alert, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactlyInAnyOrder("10.0.0.9", "203.0.113.8", "198.51.100.7");
  }

  @Test
  void aCollectorOfEventsIsNotTheMachineThatTheyAreOf() {
    var alert =
        one(
            document(
                """
                "event": {"kind": "alert"}, "host": {"name": "wec-1", "ip": ["10.9.9.9"]},
                "winlog": {"computer_name": "ws7.contoso.example", "event_id": 4624, "event_data":
                  {"TargetUserName": "meg", "TargetDomainName": "CONTOSO", "IpAddress": "10.1.1.1"}}"""));
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("ws7.contoso.example"))
        .satisfies(d -> assertThat(d.ipAddresses()).isEmpty());
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("10.1.1.1"));
  }

  @Test
  void whatTheShipperReadOfAnEventIsNotSaidTwice() {
    var alert =
        one(
            document(
                """
                "event": {"kind": "alert"}, "host": {"name": "ws7"},
                "process": {"pid": 4711, "executable": "C:\\\\x\\\\a.exe", "command_line": "a -x"},
                "user": {"name": "meg", "domain": "CONTOSO"},
                "winlog": {"computer_name": "ws7", "event_id": "1", "event_data": {
                  "Image": "C:\\\\x\\\\a.exe", "ProcessId": "4711", "CommandLine": "a -x",
                  "User": "CONTOSO\\\\meg", "ParentProcessId": "12", "ParentImage": "C:\\\\p.exe"}}"""));
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(4711L, 12L);
    assertThat(entities(alert, UserAccount.class)).hasSize(1);
    assertThat(entities(alert, FileArtifact.class)).hasSize(1);
  }

  @Test
  void aPathOfTheOwnServerIsKeptAndNoUrl() {
    var alert =
        one(
            document(
                "\"event\": {\"kind\": \"alert\"}, \"url\": {\"original\": \"/wp-login.php\"}"));
    assertThat(entities(alert, Url.class)).isEmpty();
    assertThat(named(alert, "/wp-login.php")).isNotNull();
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(
            refusal(
                ELASTIC.replace(
                    "\"kibana.alert.risk_score\": 73", "\"kibana.alert.risk_score\": \"x\"")))
        .extracting(Problem::path)
        .containsExactly("_source.kibana.alert.risk_score");
    assertThat(refusal(ELASTIC.replace("2026-11-23T09:40:11.523Z", "soon")))
        .extracting(Problem::path)
        .containsExactly("_source.@timestamp");
    assertThat(refusal("{\"kibana.alert.uuid\": \"u\"}"))
        .extracting(Problem::path)
        .containsExactly("kibana.alert.rule.name");
  }
}
