package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person wants and names is looked for on the back ends before another one is asked. */
class BeforeAnybodyIsAskedTest {
  private static final UserAccount NOBODY =
      new UserAccount("nobody-at-all", null, null, null, null);
  private static final String NO_MACHINE = "0123456789abcdef0123456789abcdef01234567";

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

  private static Preparation check(RemediationAction action) {
    return acting.check(Acting.command("a1", action));
  }

  private static String refusal(RemediationAction action) {
    if (check(action) instanceof Preparation.Refused refused) {
      return refused.outcome().sentence();
    }
    throw new AssertionError("not refused");
  }

  private static FileArtifact elsewhere() {
    var there = LabBackEnds.invoice();
    return new FileArtifact(
        LabBackEnds.server().deviceId(),
        there.name(),
        there.directory(),
        there.sha256(),
        there.sha1(),
        null,
        null,
        null);
  }

  @Test
  void aScriptThatTheLibraryHasNotIsRefusedAndOneThatItHasIsNot() {
    var device = LabBackEnds.workstation();

    assertThat(refusal(new LiveResponseAction.RunScript(device, "other.ps1", null)))
        .isEqualTo("The live response library has no script \"other.ps1\"");
    assertThat(check(new LiveResponseAction.RunScript(device, "collect-logs.ps1", null)))
        .isInstanceOf(Preparation.Ready.class);
  }

  @Test
  void aFileThatWasNeverSeenOnThatDeviceIsRefusedAndOneThatWasIsNot() {
    var there = LabBackEnds.invoice();

    assertThat(refusal(new DeviceAction.StopAndQuarantineFile(elsewhere())))
        .isEqualTo("No record from the last 30 days says that the file was ever on this device");
    assertThat(check(new DeviceAction.StopAndQuarantineFile(there)))
        .isInstanceOf(Preparation.Ready.class);
  }

  static List<RemediationAction> onDevices() {
    var device = LabBackEnds.workstation();
    return List.of(
        new LiveResponseAction.DeleteFile(LabBackEnds.invoice()),
        new LiveResponseAction.StopService(new SystemService(device.deviceId(), "svchelper", null)),
        new DeviceAction.RunAntivirusScan(device, DeviceAction.Scan.QUICK),
        new DeviceAction.StopAndQuarantineFile(LabBackEnds.invoice()));
  }

  /** Else the run would find the look of days ago, and put back what was there then. */
  @ParameterizedTest
  @MethodSource("onDevices")
  void nothingRunsOnADeviceBeforeAnybodyHasAgreed(RemediationAction action) {
    assertThat(check(action)).isInstanceOf(Preparation.Ready.class);
    assertThat(acting.backEnds.lab.state().path("machineActions")).isEmpty();
  }

  /** Records of a month say nothing of what has lain there for two. */
  @Test
  void aFileThatIsDeletedByItsPathNeedsNoRecordOfIt() {
    assertThat(check(new LiveResponseAction.DeleteFile(elsewhere())))
        .isInstanceOf(Preparation.Ready.class);
  }

  static List<RemediationAction> onNobody() {
    return List.of(
        new IdentityAction.DisableUser(NOBODY),
        new IdentityAction.RevokeSessions(NOBODY),
        new IdentityAction.ConfirmUserCompromised(NOBODY),
        new IdentityAction.ForcePasswordReset(NOBODY));
  }

  @ParameterizedTest
  @MethodSource("onNobody")
  void anAccountThatTheDirectoryHasNotIsRefused(RemediationAction action) {
    assertThat(refusal(action)).isEqualTo("The directory has no such user");
  }

  /** The lab knows every device of a well-formed id, so that its directory's answer is made up. */
  @Test
  void aDeviceOfAnIdThatNobodyHasIsRefused() {
    var device = Device.ofId(NO_MACHINE);
    var process = new ProcessArtifact(NO_MACHINE, 7L, Instant.EPOCH, null, null, null);
    var nowhere = OfferedActionsTest.aStranger();
    var offers = new OfferedActions(acting.backEnds.connectors());

    assertThat(offers.withheld(device, nowhere))
        .isNotEmpty()
        .allSatisfy(
            w -> assertThat(w.because()).isEqualTo("Defender knows no device with this id"));
    assertThat(offers.withheld(process, nowhere))
        .extracting(Withheld::because)
        .containsExactly("Defender knows no device with this id");
    assertThat(offers.on(device, nowhere)).doesNotContain(ActionType.ISOLATE_DEVICE);
  }

  @Test
  void aMessageThatNeverWasIsRefused() {
    var never =
        new MailMessage(
            null,
            "<never@was.example>",
            "megan@contoso.example",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    assertThat(refusal(new EmailAction.SoftDeleteEmail(never))).contains("ever delivered there");
    assertThat(check(new EmailAction.SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"))))
        .isInstanceOf(Preparation.Ready.class);
  }

  @Test
  void aBlockSaysThatItLapsesAndWhenBeforeAndAfter() {
    var url = new Url("http://evil.example/login");
    var execution =
        new EvidenceExecution(
            acting.backEnds.connectors(),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.system(),
            () -> broke -> false);

    var examined =
        execution.examine(new ExaminationRequest("case", List.of(named(url)), Instant.EPOCH));
    assertThat(examined.getFirst().withheld())
        .containsExactly(
            Withheld.unlessTold(
                ActionType.BLOCK_URL, "The block lapses automatically after 30 days"));
    assertThat(examined.getFirst().offered()).contains(ActionType.BLOCK_URL);

    var outcome = acting.run("a1", new EmailAction.BlockUrl(url));
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome.sentence()).matches(".* until 20[0-9-]+T[0-9:]+Z, when it lapses");
  }

  @Test
  void whoIsNamedByTheIdOfOneAndTheNameOfAnotherIsNobody() {
    var users = acting.backEnds.lab.state().path("users");
    var one = users.get(0);
    var other = users.get(1);
    var mixed =
        new UserAccount(
            one.path("id").asString(),
            other.path("userPrincipalName").asString(),
            null,
            null,
            null);

    assertThat(check(new IdentityAction.RevokeSessions(mixed)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome())
                    .isEqualTo(
                        new Outcome.Unsupported(
                            "The object id and the user principal name are those of different"
                                + " users")));
  }
}
