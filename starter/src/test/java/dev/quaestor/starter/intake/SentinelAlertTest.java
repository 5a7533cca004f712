package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.SENTINEL;
import static dev.quaestor.starter.intake.Samples.SENTINEL_ROW;
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
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.intake.json.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SentinelAlertTest {

  @Test
  void anIncidentOfAPlaybookIsOneAlert() {
    var alert = one(SENTINEL);
    assertThat(alert.source()).isEqualTo(AlertSource.SENTINEL);
    assertThat(alert.alertId()).isEqualTo("sentinel:edb492c8-9d2c-4fdd-b643-53330c239cdd");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.techniques()).containsExactly("T1566", "T1566.002");
    assertThat(alert.category()).isEqualTo("InitialAccess");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:42:41.242887400Z"));
  }

  @Test
  void theIncidentOfTheApiIsTheSame() {
    var inner =
        SENTINEL.substring(SENTINEL.indexOf("\"object\": {") + 10, SENTINEL.lastIndexOf('}'));
    assertThat(one(inner)).isEqualTo(one(SENTINEL));
    assertThat(one("{\"value\": [" + inner + "]}")).isEqualTo(one(SENTINEL));
  }

  @Test
  void itsEntitiesPointToEachOtherById() {
    var alert = one(SENTINEL);
    var device = entities(alert, Device.class);
    assertThat(device)
        .containsExactly(
            new Device(
                "84190ce197cb6d45e3b92c6541b67832209b7977",
                "lap-megan.contoso.example",
                "Windows",
                null,
                java.util.List.of(),
                java.util.List.of()));
    assertThat(entities(alert, FileArtifact.class))
        .singleElement()
        .satisfies(f -> assertThat(f.sha256()).startsWith("e3b0c442"))
        .satisfies(f -> assertThat(f.deviceKey()).contains(device.getFirst().key()));
    var process = entities(alert, ProcessArtifact.class).getFirst();
    assertThat(process.processId()).isEqualTo(4780);
    assertThat(Objects.requireNonNull(process.image()).name()).isEqualTo("update.exe");
    assertThat(process.account()).isEqualTo("megan@contoso.example");
    assertThat(entities(alert, UserAccount.class)).hasSize(1);
    assertThat(entities(alert, MailMessage.class).getFirst().recipient())
        .isEqualTo("megan@contoso.example");
    assertThat(entities(alert, RegistryEntry.class))
        .extracting(RegistryEntry::valueName)
        .containsExactly(null, "Updater");
    assertThat(entities(alert, OtherArtifact.class))
        .extracting(OtherArtifact::vendorKind)
        .containsExactly("sentinel.CloudApplication");
  }

  @Test
  void aRowOfTheTableHasItsEntitiesAsJsonInAText() {
    var alert = one(SENTINEL_ROW);
    assertThat(alert.alertId()).isEqualTo("sentinel:6dfa10b7-7523-ecb0-646d-28ccf9c06772");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.techniques()).containsExactly("T1059", "T1059.001");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:42:07.122Z"));
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("srv-app1.contoso.example"));
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(0x12acL, 700L);
    assertThat(entities(alert, FileArtifact.class).getFirst().sha256()).startsWith("9f914d42");
    assertThat(entities(alert, IpAddress.class)).hasSize(1);
    assertThat(entities(alert, Url.class).getFirst().value()).isEqualTo("cdn.evil.example");
    assertThat(entities(alert, Mailbox.class)).hasSize(1);
    assertThat(entities(alert, MailCluster.class).getFirst().count()).isEqualTo(3);
    assertThat(entities(alert, RegistryEntry.class).getLast().hive())
        .isEqualTo("HKEY_LOCAL_MACHINE");
    assertThat(named(alert, "azure-resource")).isNotNull();
    assertThat(named(alert, "Query Period")).isNotNull();
  }

  @Test
  void aQuerysTableIsRowsOfAlerts() {
    var alert =
        one(
            """
            {"tables": [{"name": "PrimaryResult",
              "columns": [{"name": "SystemAlertId", "type": "string"},
                          {"name": "AlertName", "type": "string"},
                          {"name": "Entities", "type": "string"}],
              "rows": [["s-1", "n", "[{\\"Type\\":\\"ip\\",\\"Address\\":\\"203.0.113.9\\"}]"]]}]}""");
    assertThat(entities(alert, IpAddress.class)).hasSize(1);
  }

  @Test
  void anAlertWithoutEntitiesIsAboutTheCompromisedOne() {
    var alert =
        one(
            """
            {"SystemAlertId": "a", "AlertDisplayName": "n", "Severity": "High", "Entities": [],
             "CompromisedEntity": "WebSrv1", "ExtendedProperties": {"PID": 944}}""");
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("WebSrv1");
  }

  @Test
  void anIncidentWithoutEntitiesIsStillAnAlert() {
    var alert =
        one(
            """
            {"name": "n", "type": "Microsoft.SecurityInsights/Incidents",
             "properties": {"title": "test", "severity": "Strange", "incidentNumber": "84",
                            "additionalData": {"tactics": []}}}""");
    assertThat(alert.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(alert.evidence()).hasSize(1);
  }

  @Test
  void theLongNameOfAMachineIsItsNameWhereverItStands() {
    var machine = "/subscriptions/1/resourceGroups/r/providers/%s/vm-3".formatted("%s");
    for (var kind :
        List.of("Microsoft.Compute/virtualMachines", "Microsoft.HybridCompute/machines")) {
      for (var place :
          List.of(
              "\"CompromisedEntity\": \"%s\"",
              "\"ResourceId\": \"%s\"",
              "\"ResourceIdentifiers\": \"[{\\\"AzureResourceId\\\":\\\"%s\\\"}]\"",
              "\"AssociatedResource\": \"%s\"")) {
        var alert =
            one(
                "{\"SystemAlertId\": \"a\", \"AlertName\": \"n\", \"Entities\":"
                    + " [{\"Type\": \"file\", \"Name\": \"x.exe\"}], "
                    + place.formatted(machine.formatted(kind))
                    + "}");
        assertThat(entities(alert, Device.class))
            .singleElement()
            .satisfies(d -> assertThat(d.label()).isEqualTo("vm-3"))
            .satisfies(d -> assertThat(d.deviceId()).isNull());
        assertThat(entities(alert, FileArtifact.class).getFirst().deviceId()).isEqualTo("vm-3");
      }
    }
  }

  @Test
  void aStoreOfACloudIsNoMachine() {
    var alert =
        one(
            """
            {"SystemAlertId": "a", "AlertName": "n", "Entities": [], "CompromisedEntity":
              "/subscriptions/1/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/acc"}""");
    assertThat(entities(alert, Device.class)).isEmpty();
    assertThat(named(alert, "storageAccounts/acc").entity()).isInstanceOf(OtherArtifact.class);
  }

  @Test
  void extendedPropertiesRepeatNothingThatTheEntitiesSay() {
    var alert =
        one(
            """
            {"SystemAlertId": "a", "AlertName": "n", "Entities": [
              {"$id": "1", "Type": "host", "HostName": "web-1"},
              {"$id": "2", "Type": "process", "ProcessId": "0x1b8", "CommandLine": "cmd /c x",
               "Host": {"$ref": "1"}},
              {"$id": "3", "Type": "ip", "Address": "203.0.113.5"}],
             "ExtendedProperties": {"Client IP Address": "203.0.113.5, 203.0.113.50",
               "Suspicious Command Line": "cmd /c x", "Suspicious Process Id": "0x1b8"}}""");
    assertThat(entities(alert, ProcessArtifact.class)).hasSize(1);
    assertThat(entities(alert, IpAddress.class))
        .containsExactly(new IpAddress("203.0.113.5"), new IpAddress("203.0.113.50"));
  }

  @Test
  void referencesInACircleEnd() {
    assertThat(
            one("""
                    {"SystemAlertId": "a", "AlertName": "n", "Entities": "[
                      {\\"$id\\":\\"1\\",\\"Type\\":\\"process\\",\\"ProcessId\\":\\"1\\",
                       \\"ParentProcess\\":{\\"$ref\\":\\"2\\"},\\"ImageFile\\":{\\"$ref\\":\\"1\\"}},
                      {\\"$id\\":\\"2\\",\\"Type\\":\\"process\\",\\"ProcessId\\":\\"2\\",
                       \\"ParentProcess\\":{\\"$ref\\":\\"1\\"},\\"Host\\":{\\"$ref\\":\\"2\\"}}]"}"""
                    .replaceAll("\\s*\n\\s*", ""))
                .evidence())
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(refusal(SENTINEL_ROW.replace("\"Entities\": \"[{", "\"Entities\": \"<{")))
        .extracting(Problem::path)
        .containsExactly("Entities");
    assertThat(refusal(SENTINEL.replace("\"title\": \"Malware downloaded after", "\"tit\": \"")))
        .extracting(Problem::path)
        .containsExactly("object.properties.title");
    assertThat(refusal(SENTINEL.replace("\"incidentNumber\": 84", "\"incidentNumber\": \"x\"")))
        .extracting(Problem::path)
        .containsExactly("object.properties.incidentNumber");
  }
}
