package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.WAZUH;
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
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.json.Problem;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WazuhAlertTest {
  private static String alert(String fields) {
    return """
    {"id": "1.1", "timestamp": "2026-11-23T09:40:11.523+0000",
     "rule": {"level": 10, "id": "5712", "description": "d"},
     "agent": {"id": "012", "name": "web-1", "ip": "10.20.1.10"},
     "manager": {"name": "m"}, %s}"""
        .formatted(fields);
  }

  @Test
  void aSysmonAlertNamesDeviceProcessParentFileAndUser() {
    var alert = one(WAZUH);
    assertThat(alert.source()).isEqualTo(AlertSource.WAZUH);
    assertThat(alert.alertId()).isEqualTo("wazuh:wazuh-manager:1795426811.2415772");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.techniques()).containsExactly("T1059.001", "T1204.002");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11.523Z"));
    var device = entities(alert, Device.class).getFirst();
    assertThat(device.name()).isEqualTo("LAP-MEGAN");
    assertThat(device.ipAddresses()).containsExactly("10.20.30.40");
    var processes = entities(alert, ProcessArtifact.class);
    assertThat(processes).extracting(ProcessArtifact::processId).containsExactly(4780L, 3100L);
    assertThat(processes.getFirst().deviceKey()).contains(device.key());
    assertThat(processes.getFirst().startedAt())
        .isEqualTo(Instant.parse("2026-11-23T09:40:11.120Z"));
    var image = entities(alert, FileArtifact.class).getFirst();
    assertThat(image.imagePath())
        .contains("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
    assertThat(image.sha256()).startsWith("9f914d42");
    assertThat(image.sha1()).startsWith("36c5d120");
    assertThat(image.md5()).startsWith("7353f60b");
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.label()).isEqualTo("CONTOSO\\megan"));
    assertThat(named(alert, "integrityLevel=Medium").entity()).isInstanceOf(OtherArtifact.class);
  }

  @Test
  void aChangedFileHasItsNewHashesAndWhoChangedIt() {
    var alert = one(Samples.EVENT);
    var file = named(alert, "/etc/ld.so.preload");
    assertThat(file.roles()).contains(Role.EDITED);
    assertThat(((FileArtifact) file.entity()).sha256()).startsWith("48f09f8c");
    assertThat(((FileArtifact) file.entity()).size()).isEqualTo(28);
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(20437L, 20411L);
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("deploy");
  }

  @Test
  void aChangedRegistryValueIsARegistryEntry() {
    var alert =
        one(
            alert(
                """
                "syscheck": {"path": "HKEY_LOCAL_MACHINE\\\\Software\\\\Run", "value_name": "x",
                             "event": "added"}"""));
    assertThat(entities(alert, RegistryEntry.class))
        .singleElement()
        .satisfies(r -> assertThat(r.hive()).isEqualTo("HKEY_LOCAL_MACHINE"))
        .satisfies(r -> assertThat(r.valueName()).isEqualTo("x"));
  }

  @Test
  void whoTriesPasswordsFromOutsideIsEvidence() {
    var alert =
        one(
            alert(
                """
                "data": {"srcip": "203.0.113.9", "srcport": "52211", "dstuser": "root"},
                "full_log": "Failed password for root from 203.0.113.9"
                """));
    assertThat(entities(alert, IpAddress.class).getFirst().value()).isEqualTo("203.0.113.9");
    assertThat(named(alert, "203.0.113.9").roles()).containsExactly(Role.SOURCE);
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("root");
    assertThat(alert.description()).startsWith("Failed password");
  }

  @Test
  void theAgentsOwnAddressIsNoEvidence() {
    var alert = one(alert("\"data\": {\"srcip\": \"10.20.1.10\", \"dstip\": \"127.0.0.1\"}"));
    assertThat(entities(alert, IpAddress.class)).isEmpty();
  }

  @Test
  void whatVirusTotalSaysIsAReportedVerdict() {
    var alert =
        one(
            alert(
                """
                "data": {"integration": "virustotal", "virustotal": {"malicious": "1",
                  "positives": "40", "source": {"file": "/tmp/x", "md5": "%s"}}}"""
                    .formatted("0a".repeat(16))));
    assertThat(Objects.requireNonNull(named(alert, "/tmp/x").reported()).verdict())
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aNewServiceIsAService() {
    var alert =
        one(
            alert(
                """
                "data": {"win": {"system": {"eventID": "7045"},
                  "eventdata": {"serviceName": "updater", "imagePath": "C:\\\\\\\\x.exe"}}}"""));
    assertThat(entities(alert, SystemService.class))
        .singleElement()
        .satisfies(s -> assertThat(s.image()).isEqualTo("C:\\x.exe"));
  }

  @Test
  void whatAManagerGotBySyslogIsAboutItsSender() {
    var alert =
        one(
            """
            {"rule": {"level": "5", "description": "d", "id": 1}, "agent": {"id": "000", "name": "m"},
             "manager": {"name": "m"}, "id": "1", "location": "10.0.0.1",
             "predecoder": {"hostname": "fw01"}, "timestamp": "2026 Nov 23 09:40:11"}""");
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("fw01");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,INFORMATIONAL",
    "3,INFORMATIONAL",
    "4,LOW",
    "6,LOW",
    "7,MEDIUM",
    "11,MEDIUM",
    "12,HIGH",
    "15,HIGH",
    "16,HIGH"
  })
  void levelsAreSeverities(int level, Severity severity) {
    assertThat(one(WAZUH.replace("\"level\": 12", "\"level\": \"" + level + "\"")).severity())
        .isEqualTo(severity);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(refusal(WAZUH.replace("\"level\": 12", "\"level\": \"dire\"")))
        .extracting(Problem::path)
        .containsExactly("rule.level");
    assertThat(refusal("{\"rule\": 5, \"agent\": {}}"))
        .extracting(Problem::path)
        .containsExactly("rule");
    assertThat(refusal(WAZUH.replace("2026-11-23T09:40:11.523+0000", "soon")))
        .extracting(Problem::path)
        .containsExactly("timestamp");
  }
}
