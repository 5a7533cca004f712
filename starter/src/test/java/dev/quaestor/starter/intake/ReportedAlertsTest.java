package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.named;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.refusal;
import static dev.quaestor.starter.intake.Samples.reported;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Alerts in the shape of those that were reported in public, each read to what is right. */
class ReportedAlertsTest {

  @Test
  void anEmptyPageAmongOthersIsSkippedAndSaid() {
    var reading = (Reading.Read) Samples.read(reported("defender-empty-page"));
    assertThat(reading.alerts()).hasSize(1);
    assertThat(reading.skipped())
        .extracting(Problem::toString)
        .containsExactly("[1].value: is an empty page and was skipped");
  }

  @Test
  void aWindowsEventWithoutAModuleStillNamesItsUser() {
    var alert = one(reported("elastic-winlog-5136"));
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("dc02.contoso.example");
    assertThat(entities(alert, UserAccount.class))
        .containsExactly(new UserAccount(null, null, "S-1-5-21-1-2-3-1106", "lowpriv", "CONTOSO"));
  }

  @Test
  void aFileThatSaysNoDeviceIsOnTheOnlyOne() {
    var alert = one(reported("graph-file-without-device"));
    assertThat(entities(alert, FileArtifact.class).getFirst().deviceId())
        .isEqualTo("164ffc9c820d1afc68f3100083311952c4fa946b");
  }

  @Test
  void thePublisherStandsInForASignerThatNobodyKnows() {
    var alert = one(reported("graph-publisher"));
    assertThat(entities(alert, FileArtifact.class).getFirst().signer())
        .isEqualTo("Microsoft Corporation");
  }

  @Test
  void anAlertOfTheRetiredApiIsToldWhichOneIsRead() {
    assertThat(refusal(reported("legacy-graph-alert")))
        .singleElement()
        .satisfies(p -> assertThat(p.path()).isEmpty())
        .satisfies(p -> assertThat(p.message()).contains("retired", "/security/alerts_v2"));
  }

  @Test
  void anObservableInTheTextOfAResourceIsNotDropped() {
    assertThat(entities(one(reported("mentions-ocsf-resource")), IpAddress.class))
        .containsExactly(new IpAddress("203.0.113.110"));
  }

  @Test
  void anObservableWithinAnotherIsNotDropped() {
    var alert = one(reported("mentions-ocsf-substring"));
    assertThat(entities(alert, IpAddress.class))
        .containsExactly(new IpAddress("203.0.113.12"), new IpAddress("203.0.113.1"));
    assertThat(entities(alert, Url.class))
        .containsExactly(new Url("mail.evil.example"), new Url("evil.example"));
  }

  @Test
  void aHostByItsAzureIdIsKnownByItsName() {
    var alert = one(reported("sentinel-arm-alert"));
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("vm-web-01"))
        .satisfies(d -> assertThat(d.deviceId()).isNull());
    assertThat(named(alert, "vm-web-01").roles()).containsExactly(Role.COMPROMISED);
    assertThat(entities(alert, IpAddress.class))
        .containsExactly(new IpAddress("203.0.113.50"), new IpAddress("203.0.113.51"));
    assertThat(alert.severity()).isEqualTo(Severity.LOW);
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2023-07-01T18:34:03Z"));
  }

  @Test
  void whatOnlyTheExtendedPropertiesNameIsEvidence() {
    var alert = one(reported("sentinel-extended-only"));
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("WebSrv1"));
    assertThat(entities(alert, ProcessArtifact.class))
        .singleElement()
        .satisfies(p -> assertThat(p.processId()).isEqualTo(944))
        .satisfies(p -> assertThat(p.imagePath()).contains("c:\\temp\\svchost.exe"))
        .satisfies(p -> assertThat(p.deviceId()).isEqualTo("WebSrv1"));
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.label()).isEqualTo("Contoso\\administrator"));
  }

  @Test
  void theMetadataServiceOfACloudIsNoDevice() {
    var alert = one(reported("suricata-metadata-address"));
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("10.0.4.4"));
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("169.254.169.254"));
  }

  @Test
  void anAlertWithoutTheTypeOfItsEventIsOne() {
    var alert = one(reported("suricata-no-event-type"));
    assertThat(alert.title()).startsWith("ET POLICY OpenSSL Demo CA");
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("10.20.30.101");
  }

  @Test
  void theOrderToAResponseScriptIsNoProcessAndItsReasonIsRead() {
    var alert = one(reported("wz-active-response"));
    assertThat(entities(alert, ProcessArtifact.class)).isEmpty();
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("ke");
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("192.168.2.65"));
    assertThat(entities(alert, Device.class)).hasSize(1);
  }

  @Test
  void whoeverFetchedAnAwsTrailIsNotTheDevice() {
    var alert = one(reported("wz-cloud-aws-login"));
    assertThat(entities(alert, Device.class)).isEmpty();
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("meg");
    assertThat(named(alert, "203.0.113.9").roles()).containsExactly(Role.SOURCE);
    assertThat(named(alert, "arn:aws:iam::123456789012:user/meg")).isNotNull();
  }

  @Test
  void whoeverFetchedAnOffice365LogIsNotTheDeviceAndTwoUsersAreTwoCases() {
    var body = reported("wz-cloud-o365-login");
    var alert = one(body);
    assertThat(entities(alert, Device.class)).isEmpty();
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.userPrincipalName()).isEqualTo("meg@contoso.example"));
    assertThat(named(alert, "203.0.113.7").roles()).containsExactly(Role.SOURCE);
    var other = one(body.replace("meg@", "pat@").replace("1776772860.1", "1776772861.1"));
    assertThat(other.correlationKey()).isNotEqualTo(alert.correlationKey());
  }

  @Test
  void whatDefenderAntivirusFoundIsReadFromItsPath() {
    var alert = one(reported("wz-defender-1116"));
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.label()).isEqualTo("CONTOSO\\meg"));
    assertThat(entities(alert, Url.class)).containsExactly(new Url("http://evil.example/a.zip"));
    assertThat(entities(alert, FileArtifact.class))
        .singleElement()
        .satisfies(f -> assertThat(f.imagePath()).contains("C:\\Users\\meg\\Downloads\\a.zip"));
    assertThat(entities(alert, ProcessArtifact.class))
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.imagePath())
                    .contains("C:\\Program Files\\Mozilla Firefox\\firefox.exe"));
  }

  @Test
  void quotesOfTheEventChannelAreTakenBackAsBackslashesAre() {
    var processes = entities(one(reported("wz-eventchannel-quotes")), ProcessArtifact.class);
    assertThat(processes)
        .extracting(ProcessArtifact::commandLine)
        .containsExactly(
            "\"C:\\windows\\system32\\cmd.exe\" /c whoami",
            "\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\"");
    assertThat(Objects.requireNonNull(processes.getFirst().image()).signer())
        .isEqualTo("Microsoft Corporation");
  }

  @Test
  void argumentsStandInTheOrderOfTheirNumbers() {
    assertThat(entities(one(reported("wz-execve-indexer")), ProcessArtifact.class))
        .extracting(ProcessArtifact::commandLine)
        .contains("/bin/nc.openbsd -nlvp 4444 -e /bin/sh");
  }

  @Test
  void commonNamesOfFieldsAreRead() {
    var alert = one(reported("wz-fields-cowrie"));
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("root");
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("203.0.113.45"));
    assertThat(entities(alert, Device.class).getFirst().ipAddresses())
        .containsExactly("192.168.0.102");
  }

  @Test
  void aRegistryKeyWithItsViewInFrontIsNoFile() {
    var alert = one(reported("wz-registry-old"));
    assertThat(entities(alert, FileArtifact.class)).isEmpty();
    assertThat(entities(alert, RegistryEntry.class))
        .singleElement()
        .satisfies(r -> assertThat(r.hive()).isEqualTo("HKEY_LOCAL_MACHINE"))
        .satisfies(r -> assertThat(r.registryKey()).isEqualTo("Hardware\\jk"));
  }

  @Test
  void aPathOfTheOwnWebServerIsNoUrl() {
    var alert = one(reported("wz-relative-url"));
    assertThat(entities(alert, Url.class)).isEmpty();
    assertThat(named(alert, "/.well-known/webauthn")).isNotNull();
  }
}
