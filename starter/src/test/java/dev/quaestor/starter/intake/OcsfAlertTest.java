package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.OCSF;
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
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.json.Problem;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OcsfAlertTest {
  private static String finding(String fields) {
    return """
    {"class_uid": 2004, "metadata": {"product": {"uid": "p"}},
     "finding_info": {"uid": "f", "title": "t"}, %s}"""
        .formatted(fields);
  }

  @Test
  void aDetectionFindingKeepsItsHeadingAndIsTheSameByProductAndUid() {
    var alert = one(OCSF);
    assertThat(alert.source()).isEqualTo(AlertSource.OCSF);
    assertThat(alert.alertId()).isEqualTo("ocsf:northwind-edr:nw-2026-004711");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.techniques()).containsExactly("T1059.001", "T1059");
    assertThat(alert.createdAt()).isEqualTo(Instant.ofEpochMilli(1795426811123L));
    assertThat(alert.firstActivityAt()).isEqualTo(Instant.ofEpochMilli(1795426790000L));
    assertThat(alert.detectionSource()).isEqualTo("Northwind EDR");
    assertThat(alert.correlationKey()).startsWith("dev-");
  }

  @Test
  void everythingThatItNamesIsEvidenceWithTheVendorsVerdict() {
    var alert = one(OCSF);
    var device = entities(alert, Device.class);
    assertThat(device).singleElement();
    assertThat(device.getFirst().name()).isEqualTo("lap-megan.contoso.example");
    assertThat(device.getFirst().ipAddresses()).containsExactly("10.20.30.40");
    assertThat(device.getFirst().osPlatform()).isEqualTo("Windows 11");
    assertThat(device.getFirst().group()).isEqualTo("Workstations");
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(4780L, 3100L);
    var image = Objects.requireNonNull(entities(alert, ProcessArtifact.class).getFirst().image());
    assertThat(image.sha256()).startsWith("9f914d42");
    assertThat(image.md5()).startsWith("7353f60b");
    assertThat(image.directory()).endsWith("v1.0");
    assertThat(named(alert, "invoice.docm").entity()).isNotNull();
    var file = named(alert, "\\Downloads\\invoice.docm");
    assertThat(Objects.requireNonNull(file.reported()).verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(((FileArtifact) file.entity()).size()).isEqualTo(48211);
    assertThat(entities(alert, Url.class))
        .extracting(Url::value)
        .contains("https://cdn.evil.example/a.ps1", "cdn.evil.example");
    assertThat(entities(alert, RegistryEntry.class))
        .singleElement()
        .satisfies(r -> assertThat(r.hive()).isEqualTo("HKEY_CURRENT_USER"))
        .satisfies(r -> assertThat(r.valueName()).isEqualTo("Updater"));
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.accountName()).isEqualTo("megan"))
        .satisfies(u -> assertThat(u.domain()).isEqualTo("CONTOSO"));
    assertThat(named(alert, "no-kind-here").entity()).isInstanceOf(OtherArtifact.class);
  }

  @Test
  void theVictimsOwnAddressIsNoEvidenceAgainstItAndAnObservableRepeatsNothing() {
    var alert = one(OCSF);
    assertThat(entities(alert, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactly("203.0.113.77");
    assertThat(Objects.requireNonNull(named(alert, "203.0.113.77").reported()).verdict())
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(
            entities(alert, FileArtifact.class).stream()
                .filter(f -> String.valueOf(f.sha256()).startsWith("e3b0")))
        .hasSize(1);
  }

  @Test
  void aSecurityFindingOfTheOlderSchemaIsReadToo() {
    var alert =
        one(
            """
            {"class_uid": "2001", "severity": "Critical", "time": "2026-11-23T09:40:11Z",
             "metadata": {"product": {"name": "Old EDR"}},
             "finding": {"uid": "f-1", "title": "Trojan found", "types": "Malware"},
             "process": {"pid": "12", "cmd_line": "x", "file": {"path": "/tmp/x"}},
             "malware": [{"name": "Trojan.X", "classification_ids": [2]}],
             "observables": [{"type_id": 2, "value": "198.51.100.9"},
                             {"type_id": 8, "value": "7353f60b1739074eb17c5f4dddefe239"}],
             "resources": {"uid": "arn:aws:s3:::b", "type": "AwsS3Bucket"}}
            """);
    assertThat(alert.alertId()).isEqualTo("ocsf:Old EDR:f-1");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(entities(alert, ProcessArtifact.class).getFirst().processId()).isEqualTo(12);
    assertThat(entities(alert, IpAddress.class)).hasSize(1);
    assertThat(entities(alert, OtherArtifact.class))
        .extracting(OtherArtifact::vendorKind)
        .contains("ocsf.malware", "ocsf.resource");
  }

  @Test
  void aMessageIsOneInEachMailboxAndItsAttachmentIsAFile() {
    var alert =
        one(
            finding(
                """
                "evidences": [{"email": {"uid": "net-1", "message_uid": "<a@x.example>",
                  "from": "alerts@evil.example", "to": ["megan@contoso.example", "pat@contoso.example"],
                  "subject": "Hi", "x_originating_ip": ["203.0.113.9"],
                  "files": [{"name": "a.docm",
                    "hashes": [{"algorithm_id": 3, "value": "%s"}]}],
                  "urls": [{"url_string": "https://evil.example/"}]}}]"""
                    .formatted("ab".repeat(32))));
    assertThat(entities(alert, MailMessage.class))
        .extracting(MailMessage::recipient)
        .containsExactly("megan@contoso.example", "pat@contoso.example");
    assertThat(entities(alert, MailMessage.class).getFirst().attachments()).hasSize(1);
    assertThat(entities(alert, FileArtifact.class)).hasSize(1);
    assertThat(alert.correlationKey()).startsWith("mail-");
  }

  @Test
  void aFindingThatNamesNothingIsStillAnAlert() {
    assertThat(one(finding("\"severity_id\": 99")).evidence())
        .singleElement()
        .satisfies(e -> assertThat(e.entity()).isInstanceOf(OtherArtifact.class));
    assertThat(one(finding("\"severity_id\": 99")).severity()).isEqualTo(Severity.INFORMATIONAL);
  }

  @Test
  void anObservableIsLeftOutOnlyWhereTheSameIsNamed() {
    var alert =
        one(
            finding(
                """
                "device": {"hostname": "web-1", "ip": "10.0.0.9"},
                "evidences": [{"process": {"pid": 1, "cmd_line": "x --to 203.0.113.40",
                  "file": {"name": "evil.exe", "path": "C:\\\\tmp\\\\evil.exe"}},
                  "user": {"name": "megan", "domain": "CONTOSO"},
                  "url": {"url_string": "https://evil.example/a/203.0.113.4"}}],
                "observables": [
                  {"type_id": 2, "value": "203.0.113.4"}, {"type_id": 2, "value": "203.0.113.40"},
                  {"type_id": 2, "value": "10.0.0.9"}, {"type_id": 2, "value": "10.0.0.90"},
                  {"type_id": 1, "value": "web-1"}, {"type_id": 1, "value": "evil.example"},
                  {"type_id": 4, "value": "megan"}, {"type_id": 4, "value": "meg"},
                  {"type_id": 7, "value": "evil.exe"}, {"type_id": 7, "value": "evil"},
                  {"type_id": 23, "value": "https://evil.example/a/203.0.113.4"}]"""));
    assertThat(entities(alert, IpAddress.class))
        .extracting(IpAddress::value)
        .containsExactly("203.0.113.4", "203.0.113.40", "10.0.0.90");
    assertThat(entities(alert, Url.class))
        .extracting(Url::value)
        .containsExactly("https://evil.example/a/203.0.113.4", "evil.example");
    assertThat(entities(alert, UserAccount.class))
        .extracting(UserAccount::accountName)
        .containsExactly("megan", "meg");
    assertThat(entities(alert, FileArtifact.class))
        .extracting(FileArtifact::name)
        .containsExactly("evil.exe", "evil");
  }

  @Test
  void aMachineOfACloudIsKnownByItsName() {
    var alert =
        one(
            finding(
                """
                "resources": [{"type": "AwsEc2Instance", "uid": "arn:aws:ec2:us-east-1:1:instance/i-9"},
                  {"type": "AwsIamAccessKey", "uid": "k",
                   "data": "{\\"AwsIamAccessKey\\":{\\"PrincipalName\\":\\"Admin\\"}}"}],
                "evidences": [{"file": {"name": "a", "path": "/tmp/a"}}]"""));
    assertThat(entities(alert, Device.class).getFirst().label()).isEqualTo("i-9");
    assertThat(entities(alert, FileArtifact.class).getFirst().deviceId()).isEqualTo("i-9");
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("Admin");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(refusal(OCSF.replace("\"severity_id\": 4", "\"severity_id\": \"bad\"")))
        .extracting(Problem::path)
        .containsExactly("severity_id");
    assertThat(refusal(OCSF.replace("\"uid\": \"nw-2026-004711\",", "")))
        .extracting(Problem::path)
        .containsExactly("finding_info.uid");
    assertThat(refusal(OCSF.replace("1795426811123", "\"soon\"")))
        .extracting(Problem::path)
        .containsExactly("time");
    assertThat(refusal(OCSF.replace("\"class_uid\": 2004", "\"class_uid\": 4001")).getFirst())
        .satisfies(p -> assertThat(p.path()).isEqualTo("class_uid"))
        .satisfies(p -> assertThat(p.message()).contains("4001", "2004"));
    assertThat(refusal(finding("\"evidences\": [3]")).getFirst().path()).isEqualTo("evidences[0]");
  }
}
