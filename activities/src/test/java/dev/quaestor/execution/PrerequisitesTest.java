package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Withheld;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an action needs is looked at before anybody is asked, and again before it runs. */
class PrerequisitesTest {
  private static final Device KIOSK = Device.ofId("7d1e8c2a9f3b4d5e6a7b8c9d0e1f2a3b4c5d6e7f");
  private static final Device LINUX = Device.ofId("3c5f0d6f2b1e4a7c9d8e7f6a5b4c3d2e1f0a9b8c");
  private static final Device PRINTER = Device.ofId("9e2f7b3c8a4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f");
  private static final UserAccount GUEST =
      new UserAccount(null, "guest@fabrikam.example", null, null, null);
  private static final UserAccount SYNCED =
      new UserAccount(null, "a.synced@contoso.example", null, null, null);

  private static Acting acting;

  @BeforeAll
  static void start() {
    acting = new Acting(Duration.ofSeconds(5));
  }

  @BeforeEach
  void reset() {
    acting.reset();
  }

  @AfterAll
  static void close() {
    acting.close();
  }

  private static Map<ActionType, String> withheld(Entity entity) {
    var connectors = acting.backEnds.connectors();
    return new OfferedActions(connectors)
        .withheld(entity, new DirectoryQuestion(connectors, false).ofAll(entity)).stream()
            .collect(Collectors.toMap(Withheld::type, Withheld::because));
  }

  private static Outcome refusal(dev.quaestor.action.RemediationAction action) {
    if (acting.prepare(Acting.command("a1", action)) instanceof Preparation.Refused refused) {
      return refused.outcome();
    }
    throw new AssertionError("not refused");
  }

  @Test
  void anOldWindowsIsNotIsolatedNorRestrictedNorScanned() {
    assertThat(withheld(KIOSK))
        .containsEntry(
            ActionType.ISOLATE_DEVICE,
            "Isolation needs Windows 10 1703 or Server 2012 R2 or later, not Windows10 1607")
        .containsKeys(
            ActionType.RESTRICT_CODE_EXECUTION,
            ActionType.RUN_ANTIVIRUS_SCAN,
            ActionType.RUN_SCRIPT);
    assertThat(refusal(new DeviceAction.IsolateDevice(KIOSK, DeviceAction.Isolation.FULL)))
        .isEqualTo(
            new Outcome.Unsupported(
                "Isolation needs Windows 10 1703 or Server 2012 R2 or later, not Windows10 1607"));
  }

  @Test
  void linuxIsIsolatedInFullOnlyAndNeitherRestrictedNorOffboarded() {
    assertThat(withheld(LINUX))
        .doesNotContainKey(ActionType.ISOLATE_DEVICE)
        .containsKeys(ActionType.RESTRICT_CODE_EXECUTION, ActionType.OFFBOARD_DEVICE);
    assertThat(refusal(new DeviceAction.IsolateDevice(LINUX, DeviceAction.Isolation.SELECTIVE)))
        .isInstanceOfSatisfying(
            Outcome.Unsupported.class,
            no -> assertThat(no.sentence()).startsWith("Selective isolation needs"));
    assertThat(
            withheld(new RegistryEntry(LINUX.deviceId(), "HKLM", "SOFTWARE\\x", "y", null, null)))
        .containsEntry(
            ActionType.REMOVE_REGISTRY_ENTRY, "Only Windows has a registry, not on Linux 22.4");
  }

  @Test
  void aDeviceThatIsNotManagedIsContainedAndAManagedOneIsolated() {
    assertThat(withheld(PRINTER))
        .containsEntry(
            ActionType.ISOLATE_DEVICE,
            "The device is not onboarded to Defender, so it cannot receive commands")
        .doesNotContainKey(ActionType.CONTAIN_DEVICE);
    assertThat(withheld(LabBackEnds.workstation())).containsOnlyKeys(ActionType.CONTAIN_DEVICE);

    var contain = new DeviceAction.ContainDevice(PRINTER);
    var outcome = acting.run("a1", contain);
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.device(PRINTER).path("isolation").asString())
        .isEqualTo("UnManagedDevice");
    assertThat(acting.undo(contain, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.device(PRINTER).path("isolation").asString()).isEqualTo("None");
  }

  @Test
  void whatIsContainedIsNotReleasedFromIsolation() {
    acting.run("a1", new DeviceAction.ContainDevice(PRINTER));

    assertThat(acting.perform(Acting.command("a2", new DeviceAction.ReleaseDevice(PRINTER))))
        .isEqualTo(
            new Outcome.AlreadyInState(
                "the device is not isolated, but it is contained; to lift that, release it from"
                    + " containment"));
    assertThat(acting.backEnds.device(PRINTER).path("isolation").asString())
        .isEqualTo("UnManagedDevice");
  }

  @Test
  void whatIsIsolatedIsNotReleasedFromContainment() {
    var device = LabBackEnds.workstation();
    acting.run("a1", new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL));

    assertThat(
            acting.perform(Acting.command("a2", new DeviceAction.ReleaseContainedDevice(device))))
        .isEqualTo(
            new Outcome.AlreadyInState(
                "the device is not contained, but it is isolated; to lift that, release it from"
                    + " isolation"));
    assertThat(acting.backEnds.device(device).path("isolation").asString()).isEqualTo("Full");
  }

  @Test
  void aDeviceOfANameThatNobodyHasSaysSo() {
    assertThat(withheld(new Device(null, "somewhere.example", null, null, null, null)))
        .containsEntry(ActionType.ISOLATE_DEVICE, "Defender knows no device with this name");
    assertThat(withheld(new FileArtifact(null, "x.exe", "C:\\x", null, null, null, null, null)))
        .containsEntry(ActionType.DELETE_FILE, "The device's id in Defender is not known");
  }

  @Test
  void aFileNeedsItsSha1ItsPathAndItsDevice() {
    var device = LabBackEnds.workstation().deviceId();
    var unknown = new FileArtifact(device, "x.exe", null, null, null, "0".repeat(32), null, null);

    assertThat(withheld(unknown))
        .containsEntry(
            ActionType.STOP_AND_QUARANTINE_FILE,
            "Defender quarantines by SHA-1 only, and the file's SHA-1 is not known")
        .containsEntry(ActionType.DELETE_FILE, "The file's full path is not known")
        .containsEntry(ActionType.REQUEST_SAMPLE, "The file's full path is not known");
    assertThat(withheld(LabBackEnds.invoice())).isEmpty();
  }

  @Test
  void aFileThatItsBackEndNeverMetIsRefusedInTheWordsInWhichItIsWithheld() {
    var device = LabBackEnds.workstation().deviceId();
    var never = new FileArtifact(device, "x.exe", "C:\\x", "ef".repeat(32), null, null, null, null);
    var because = "Defender quarantines by SHA-1 only, and the file's SHA-1 is not known";

    assertThat(withheld(never)).containsEntry(ActionType.STOP_AND_QUARANTINE_FILE, because);
    assertThat(refusal(new DeviceAction.StopAndQuarantineFile(never)))
        .isEqualTo(new Outcome.Unsupported(because));
  }

  @Test
  void aProcessNeedsItsNumberAndItsStart() {
    var device = LabBackEnds.workstation().deviceId();

    assertThat(withheld(new ProcessArtifact(device, null, null, "x", null, null)))
        .containsEntry(ActionType.KILL_PROCESS, "The process id is not known");
  }

  @Test
  void aUsersOwnHiveIsNobodysForAScript() {
    var device = LabBackEnds.workstation().deviceId();
    var own = new RegistryEntry(device, "HKEY_CURRENT_USER", "Software\\x", "y", null, null);
    var bySid =
        new RegistryEntry(
            device, "HKEY_CURRENT_USER", "S-1-5-21-1-2-3-1001\\Software\\x", "y", null, null);

    assertThat(withheld(own)).containsKey(ActionType.REMOVE_REGISTRY_ENTRY);
    assertThat(withheld(bySid)).isEmpty();
  }

  @Test
  void anExternalUsersSessionsAndPasswordAreTheHomeTenants() {
    assertThat(withheld(GUEST))
        .containsOnlyKeys(ActionType.REVOKE_SESSIONS, ActionType.FORCE_PASSWORD_RESET);
    assertThat(acting.perform(Acting.command("a1", new IdentityAction.RevokeSessions(GUEST))))
        .isInstanceOf(Outcome.Unsupported.class);
  }

  @Test
  void aPasswordIsResetWhereTheAccountLives() {
    var cloud = acting.run("a1", new IdentityAction.ForcePasswordReset(LabBackEnds.doe()));
    var synced = acting.run("a2", new IdentityAction.ForcePasswordReset(SYNCED));

    assertThat(cloud).isInstanceOf(Outcome.Succeeded.class);
    assertThat(cloud.sentence()).isEqualTo("the password must be changed at the next sign-in");
    assertThat(synced.sentence()).startsWith("Active Directory has accepted");
    assertThat(mustChange("j.doe@contoso.example")).isTrue();
    assertThat(mustChange("a.synced@contoso.example")).isTrue();
  }

  private static boolean mustChange(String user) {
    return acting.backEnds.lab.user(user).orElseThrow().path("mustChangePassword").asBoolean();
  }

  @Test
  void anAccountOnPremisesIsDisabledThereAndEnabledAgain() {
    var disable = new IdentityAction.DisableUser(SYNCED);

    var outcome = acting.run("a1", disable);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome.sentence()).contains("Active Directory has accepted it; Entra ID follows");
    assertThat(enabled()).isFalse();
    assertThat(acting.undo(disable, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(enabled()).isTrue();
  }

  private static boolean enabled() {
    return acting
        .backEnds
        .lab
        .user("a.synced@contoso.example")
        .orElseThrow()
        .path("accountEnabled")
        .asBoolean();
  }

  @Test
  void aScanCountsTheAlertsThatItRaised() {
    var outcome =
        acting.run(
            "a1",
            new DeviceAction.RunAntivirusScan(LabBackEnds.workstation(), DeviceAction.Scan.FULL));

    assertThat(outcome.sentence())
        .isEqualTo(
            "the scan has finished; since it was ordered, 1 new alert was raised on the device");
    assertThat(acting.backEnds.device(LabBackEnds.workstation()).path("scans").toString())
        .isEqualTo("[\"Full\"]");
  }

  @Test
  void selectiveIsolationIsOrderedAsSuch() {
    acting.run(
        "a1",
        new DeviceAction.IsolateDevice(
            LabBackEnds.workstation(), DeviceAction.Isolation.SELECTIVE));

    assertThat(acting.backEnds.device(LabBackEnds.workstation()).path("isolation").asString())
        .isEqualTo("Selective");
  }

  @Test
  void whatIsCollectedIsNamedForDownload() {
    var collected =
        acting.run("a1", new DeviceAction.CollectInvestigationPackage(LabBackEnds.workstation()));

    assertThat(Acting.receipt(collected))
        .isInstanceOfSatisfying(
            Receipt.Stored.class,
            stored -> assertThat(stored.name()).matches("package-[0-9a-f]+\\.zip"));
    assertThat(
            Acting.receipt(acting.run("a2", new DeviceAction.RequestSample(LabBackEnds.invoice()))))
        .isInstanceOfSatisfying(
            Receipt.Stored.class,
            stored -> assertThat(stored.name()).isEqualTo("invoice-2026-11.exe"));
  }
}
