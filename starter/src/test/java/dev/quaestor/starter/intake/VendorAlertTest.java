package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.DEFENDER;
import static dev.quaestor.starter.intake.Samples.GRAPH;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VendorAlertTest {
  private static final String DEVICE = "73e7e2de709dff64ef64b1d0c30e67fab63279db";

  private static String graph(String... evidence) {
    return "{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"1\",\"title\":\"t\","
        + "\"serviceSource\":\"microsoftDefenderForOffice365\",\"evidence\":["
        + String.join(",", evidence)
        + "]}";
  }

  private static String item(String subtype, String fields) {
    return "{\"@odata.type\":\"#microsoft.graph.security.%s\"%s%s}"
        .formatted(subtype, fields.isEmpty() ? "" : ",", fields);
  }

  @Test
  void aGraphAlertKeepsItsHeading() {
    var alert = one(GRAPH);
    assertThat(alert.techniques()).containsExactly("T1564.001");
    assertThat(alert.category()).isEqualTo("DefenseEvasion");
    assertThat(alert.detectionSource()).isEqualTo("antivirus");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2021-04-27T12:19:27.721130500Z"));
    assertThat(alert.firstActivityAt()).isEqualTo(Instant.parse("2021-04-26T07:45:50.116Z"));
  }

  @Test
  void aGraphAlertNamesDeviceFileProcessParentAndKeyInOrder() {
    var alert = one(GRAPH);
    assertThat(alert.evidence())
        .extracting(e -> (Object) e.entity().getClass())
        .containsExactly(
            Device.class,
            FileArtifact.class,
            ProcessArtifact.class,
            ProcessArtifact.class,
            RegistryEntry.class);
    var device = entities(alert, Device.class).getFirst();
    assertThat(device.deviceId()).isEqualTo(DEVICE);
    assertThat(device.name()).isEqualTo("tempDns");
    assertThat(device.group()).isEqualTo("UnassignedGroup");
    assertThat(device.tags()).containsExactly("Test Machine");
    assertThat(alert.evidence().getFirst().roles()).containsExactly(Role.COMPROMISED);
    var file = entities(alert, FileArtifact.class).getFirst();
    assertThat(file.deviceId()).isEqualTo(DEVICE);
    assertThat(file.imagePath()).contains("C:\\Program Files\\temp\\MsSense.exe");
    assertThat(file.size()).isEqualTo(6136392L);
    var process = entities(alert, ProcessArtifact.class).getFirst();
    assertThat(process.processId()).isEqualTo(4780);
    assertThat(process.account()).isEqualTo("NT AUTHORITY\\SYSTEM");
    assertThat(entities(alert, ProcessArtifact.class).getLast().imagePath())
        .contains("C:\\Windows\\System32\\services.exe");
  }

  @Test
  void whatDoesNotSayItsDeviceIsOnTheOnlyOne() {
    assertThat(entities(one(GRAPH), RegistryEntry.class).getFirst().deviceId()).isEqualTo(DEVICE);
  }

  @Test
  void theVendorsVerdictIsKeptAsTheVendors() {
    var reported = one(GRAPH).evidence().get(1).reported();
    assertThat(reported)
        .isEqualTo(
            new Evidence.ReportedVerdict(
                "microsoftDefenderForEndpoint", Verdict.UNKNOWN, "detected"));
    var suspicious =
        one(GRAPH.replaceFirst("\"verdict\": \"unknown\"", "\"verdict\": \"suspicious\""));
    assertThat(suspicious.evidence().getFirst().reported().verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void noGraphSubtypeIsLost() throws IOException {
    try (var in = getClass().getResourceAsStream("/wire/graph-security-v1-enums-and-types.json")) {
      var types = QuaestorJson.mapper().readTree(in).path("evidenceTypes");
      assertThat(types.propertyNames()).hasSizeGreaterThan(40);
      for (var type : types.properties()) {
        var fields =
            type.getValue().properties().stream()
                .filter(f -> f.getValue().stringValue().equals("Edm.String"))
                .filter(f -> !f.getKey().endsWith("hash"))
                .map(f -> "\"%s\":\"x\"".formatted(f.getKey()))
                .toList();
        var alert = one(graph(item(type.getKey(), String.join(",", fields))));
        assertThat(alert.evidence()).as(type.getKey()).isNotEmpty();
        var bare = one(graph(item(type.getKey(), "")));
        assertThat(entities(bare, OtherArtifact.class))
            .as(type.getKey())
            .extracting(OtherArtifact::vendorKind)
            .containsExactly(type.getKey());
      }
    }
  }

  @Test
  void aSubtypeOfTomorrowIsKeptWithAllItSays() {
    var other =
        entities(
                one(
                    graph(
                        item(
                            "quantumEvidence",
                            "\"qubit\":\"7\",\"state\":{\"up\":true},\"no\":null"))),
                OtherArtifact.class)
            .getFirst();
    assertThat(other.vendorKind()).isEqualTo("quantumEvidence");
    assertThat(other.name()).isEqualTo("qubit=7, state={\"up\":true}");
  }

  @Test
  void evidenceWithinEvidenceBecomesEvidence() {
    var alert =
        one(
            graph(
                item(
                    "malwareEvidence",
                    "\"name\":\"Lab\",\"files\":[{\"fileDetails\":{\"fileName\":\"a.exe\"}}]"),
                item(
                    "networkConnectionEvidence",
                    "\"destinationAddress\":{\"ipAddress\":\"192.0.2.9\"}")));
    assertThat(entities(alert, FileArtifact.class))
        .extracting(FileArtifact::name)
        .contains("a.exe");
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("192.0.2.9"));
    assertThat(entities(alert, OtherArtifact.class)).hasSize(2);
  }

  @Test
  void mailEvidenceIsReadWithItsCluster() {
    var alert =
        one(
            graph(
                item(
                    "mailClusterEvidence",
                    "\"clusterBy\":\"Subject;SenderIp\",\"clusterByValue\":\"Hi;192.0.2.1;\","
                        + "\"emailCount\":7,\"networkMessageIds\":[\"n1\",\"n2\"]"),
                item(
                    "analyzedMessageEvidence",
                    "\"networkMessageId\":\"n1\",\"internetMessageId\":\"<m@x>\",\"subject\":\"Hi\","
                        + "\"recipientEmailAddress\":\"a@contoso.example\",\"verdict\":\"malicious\","
                        + "\"p2Sender\":{\"emailAddress\":\"e@evil.example\",\"displayName\":\"Bank\"},"
                        + "\"p1Sender\":{\"emailAddress\":\"b@evil.example\"},"
                        + "\"urls\":[\"http://evil.example/\"],\"threats\":[\"HighConfPhish\"]"),
                item(
                    "submissionMailEvidence",
                    "\"networkMessageId\":\"n1\",\"recipient\":\"a@contoso.example\",\"submitter\":\"a@contoso.example\""),
                item(
                    "mailboxConfigurationEvidence",
                    "\"configurationType\":\"mailForwardingRule\",\"configurationId\":\"AQ1\","
                        + "\"mailboxPrimaryAddress\":\"a@contoso.example\",\"displayName\":\"fwd\""),
                item("mailboxEvidence", "\"primaryAddress\":\"b@contoso.example\"")));
    var message = entities(alert, MailMessage.class);
    assertThat(message).hasSize(1);
    assertThat(message.getFirst().sender()).isEqualTo("e@evil.example");
    assertThat(message.getFirst().returnPath()).isEqualTo("b@evil.example");
    assertThat(message.getFirst().links())
        .containsExactly(new MailMessage.Link(null, "http://evil.example/"));
    var cluster = entities(alert, MailCluster.class).getFirst();
    assertThat(cluster.rootMessage()).isEqualTo(message.getFirst().key());
    assertThat(cluster.count()).isEqualTo(7);
    assertThat(cluster.criteria())
        .containsExactly(
            new MailCluster.Criterion("Subject", "Hi"),
            new MailCluster.Criterion("SenderIp", "192.0.2.1"));
    assertThat(entities(alert, MailboxRule.class).getFirst().ruleId()).isEqualTo("AQ1");
    assertThat(entities(alert, Mailbox.class)).hasSize(2);
    assertThat(alert.correlationKey()).startsWith("mail-");
  }

  @Test
  void aDeviceThatIsKnownByNameOnlyIsWhereThingsAre() {
    var alert =
        one(
            graph(
                item("deviceEvidence", "\"deviceDnsName\":\"ws-1\""),
                item("fileEvidence", "\"fileDetails\":{\"fileName\":\"a\",\"filePath\":\"/tmp\"}"),
                item("registryKeyEvidence", "\"registryKey\":\"HKLM\\\\Software\\\\X\"")));
    assertThat(entities(alert, FileArtifact.class).getFirst().deviceId()).isEqualTo("ws-1");
    assertThat(entities(alert, RegistryEntry.class).getFirst().deviceId()).isEqualTo("ws-1");
    assertThat(entities(alert, RegistryEntry.class).getFirst().hive())
        .isEqualTo("HKEY_LOCAL_MACHINE");
    var defender =
        one(
            """
            {"id":"1","title":"t","machineId":null,"computerDnsName":"ws-1","evidence":[
              {"entityType":"File","fileName":"a","filePublisher":"Microsoft"}]}""");
    assertThat(entities(defender, FileArtifact.class).getFirst().deviceId()).isEqualTo("ws-1");
    assertThat(entities(defender, FileArtifact.class).getFirst().signer()).isEqualTo("Microsoft");
  }

  @Test
  void ofTwoDevicesNeitherIsWhereThingsAre() {
    var alert =
        one(
            graph(
                item("deviceEvidence", "\"mdeDeviceId\":\"m1\""),
                item("deviceEvidence", "\"mdeDeviceId\":\"m2\""),
                item("fileEvidence", "\"fileDetails\":{\"fileName\":\"a\"}")));
    assertThat(entities(alert, FileArtifact.class).getFirst().deviceId()).isNull();
  }

  @Test
  void anAttachmentLiesOnNoDevice() {
    var alert =
        one(
            graph(
                item("deviceEvidence", "\"mdeDeviceId\":\"m1\""),
                item("analyzedMessageEvidence", "\"networkMessageId\":\"n1\""),
                item("fileEvidence", "\"fileDetails\":{\"fileName\":\"a.pdf\"}")));
    assertThat(entities(alert, FileArtifact.class).getFirst().deviceId()).isNull();
  }

  @Test
  void aMachineOfACloudIsTheDeviceWhereNoOtherIsNamed() {
    var resource =
        item(
            "azureResourceEvidence",
            "\"resourceId\":\"/subscriptions/1/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/vm-9\"");
    var process = item("processEvidence", "\"processId\":4");
    assertThat(entities(one(graph(resource, process)), ProcessArtifact.class).getFirst().deviceId())
        .isEqualTo("vm-9");
    var both = one(graph(resource, process, item("deviceEvidence", "\"mdeDeviceId\":\"m1\"")));
    assertThat(entities(both, ProcessArtifact.class).getFirst().deviceId()).isEqualTo("m1");
  }

  @Test
  void aSignerIsWorthMoreThanAPublisher() {
    var alert =
        one(
            graph(
                item(
                    "fileEvidence",
                    "\"fileDetails\":{\"fileName\":\"a\",\"signer\":\"Contoso\","
                        + "\"filePublisher\":\"Microsoft Corporation\"}")));
    assertThat(entities(alert, FileArtifact.class).getFirst().signer()).isEqualTo("Contoso");
  }

  @Test
  void retiredShapesAreToldWhichOneIsRead() {
    for (var body :
        List.of(
            "{\"id\":\"1\",\"title\":\"t\",\"vendorInformation\":{\"vendor\":\"Microsoft\"}}",
            "{\"id\":\"1\",\"title\":\"t\",\"fileStates\":[]}",
            "{\"AlertTime\":\"2020-01-01\",\"AlertPart\":0,\"ComputerDnsName\":\"x\"}")) {
      assertThat(Samples.refusal(body))
          .singleElement()
          .satisfies(p -> assertThat(p.message()).contains("retired", "/security/alerts_v2"));
    }
  }

  @Test
  void aDefenderAlertNamesItsMachineAndTheParentProcess() {
    var alert = one(DEFENDER);
    var device = entities(alert, Device.class).getFirst();
    assertThat(device.deviceId()).isEqualTo("111e6dd8c833c8a052ea231ec1b19adaf497b625");
    assertThat(device.name()).isEqualTo("temp123.middleeast.corp.microsoft.com");
    assertThat(device.group()).isEqualTo("A");
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(3276L, 8420L);
    assertThat(entities(alert, FileArtifact.class).getFirst().imagePath())
        .contains("c:\\temp\\suspicious.dll");
    assertThat(entities(alert, FileArtifact.class).getFirst().deviceId())
        .isEqualTo(device.deviceId());
    var user = entities(alert, UserAccount.class);
    assertThat(user).hasSize(1);
    assertThat(user.getFirst().userPrincipalName()).isEqualTo("temp123@microsoft.com");
    assertThat(alert.evidence().getLast().reported())
        .isEqualTo(new Evidence.ReportedVerdict("microsoftDefenderForEndpoint", null, "Detected"));
  }

  @Test
  void theRelatedUserStandsInWhereNoItemIsAUser() {
    var alert =
        one(DEFENDER.replace("\"entityType\": \"User\"", "\"entityType\": \"SecurityGroup\""));
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.label()).isEqualTo("DOMAIN\\temp123"));
    assertThat(entities(alert, OtherArtifact.class)).hasSize(1);
  }

  @Test
  void otherDefenderKindsAreRead() {
    var alert =
        one(
            """
            {"id":"1","title":"t","machineId":"m1","evidence":[
              {"entityType":"Ip","ipAddress":"192.0.2.3"},
              {"entityType":"Url","url":"http://evil.example/x"},
              {"entityType":"Registry","registryHive":"HKLM","registryKey":"Run","registryValue":"x.exe"},
              {"entityType":"MailBox","mailboxAddress":"a@contoso.example"},
              {"entityType":"MailMessage","networkMessageId":"n","sender":"e@evil.example","verdict":"Malicious"},
              {"entityType":"Dream"}]}
            """);
    assertThat(alert.evidence())
        .extracting(e -> (Object) e.entity().getClass())
        .isEqualTo(
            List.<Class<? extends Entity>>of(
                Device.class,
                IpAddress.class,
                Url.class,
                RegistryEntry.class,
                Mailbox.class,
                MailMessage.class,
                OtherArtifact.class));
    assertThat(alert.evidence().get(5).reported().verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void theVendorsNeverIsNoTime() {
    assertThat(
            one(DEFENDER.replace("2021-01-26T20:31:32.9562661Z", "0001-01-01T00:00:00Z"))
                .firstActivityAt())
        .isNull();
  }

  @Test
  void aPathThatRepeatsTheNameIsTheFolder() {
    var alert =
        one(
            graph(
                item(
                    "fileEvidence",
                    "\"fileDetails\":{\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\x\\\\A.EXE\"}")));
    assertThat(entities(alert, FileArtifact.class).getFirst().directory()).isEqualTo("C:\\x");
  }
}
