package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.DeviceAction.IsolateDevice;
import dev.quaestor.action.DeviceAction.StopAndQuarantineFile;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.Left;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.lab.fault.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An undo takes back what its action left, and nothing that somebody else did since. */
class DriftTest {
  private static final Device WORKSTATION = LabBackEnds.workstation();
  private static final IsolateDevice ISOLATE =
      new IsolateDevice(WORKSTATION, DeviceAction.Isolation.FULL);
  private static final UserAccount DOE = LabBackEnds.doe();

  private static Acting acting;

  @BeforeAll
  static void open() {
    acting = new Acting(Duration.ofSeconds(5));
  }

  @AfterAll
  static void close() {
    acting.close();
  }

  @BeforeEach
  void reset() {
    acting.reset();
  }

  private boolean isolated() {
    return acting.backEnds.device(WORKSTATION).path("isolated").asBoolean();
  }

  /** Takes back what these actions of ours left. */
  private static Outcome undo(RemediationAction action, Outcome outcome, String... ours) {
    var receipt = Acting.receipt(outcome);
    var inverse = action.inverse(receipt).orElseThrow();
    return acting.perform(
        Acting.command("undo-" + ours[0], inverse)
            .takingBack(new Left(List.of(ours), receipt))
            .with(new Receipt.None()));
  }

  @Test
  void somebodyElsesNewerIsolationIsLeft() {
    var outcome = acting.run("a1", ISOLATE);
    acting.run("olga-1", new DeviceAction.ReleaseDevice(WORKSTATION));
    acting.run("olga-2", ISOLATE);

    assertThat(undo(ISOLATE, outcome, "a1"))
        .isInstanceOfSatisfying(
            Outcome.ChangedSince.class, c -> assertThat(c.sentence()).contains("Isolate"));
    assertThat(isolated()).isTrue();
  }

  @Test
  void anIsolationOfOursIsTakenBackWhicheverOfOursWasLast() {
    var outcome = acting.run("a1", ISOLATE);
    acting.run("a2", new DeviceAction.ReleaseDevice(WORKSTATION));
    acting.run("a3", ISOLATE);

    assertThat(undo(ISOLATE, outcome, "a1", "a3")).isInstanceOf(Outcome.Succeeded.class);
    assertThat(isolated()).isFalse();
  }

  @Test
  void whatSomebodyElseTookBackAlreadyIsNoDrift() {
    var outcome = acting.run("a1", ISOLATE);
    acting.run("olga-1", new DeviceAction.ReleaseDevice(WORKSTATION));

    assertThat(undo(ISOLATE, outcome, "a1").execution().isGood()).isTrue();
    assertThat(isolated()).isFalse();
  }

  @Test
  void anUndoThatWasCutOffFindsItsOwnReleaseAndNoDrift() {
    var outcome = acting.run("a1", ISOLATE);

    undo(ISOLATE, outcome, "a1");
    acting.run("olga-1", ISOLATE);

    assertThat(undo(ISOLATE, outcome, "a1")).isNotInstanceOf(Outcome.ChangedSince.class);
  }

  @Test
  void somebodyElsesNewerRestrictionIsLeft() {
    var restrict = new DeviceAction.RestrictCodeExecution(WORKSTATION);
    var outcome = acting.run("a1", restrict);
    acting.run("olga-1", new DeviceAction.ReleaseCodeExecution(WORKSTATION));
    acting.run("olga-2", restrict);

    assertThat(undo(restrict, outcome, "a1")).isInstanceOf(Outcome.ChangedSince.class);
  }

  private static FileArtifact bySha256() {
    var file = LabBackEnds.invoice();
    return new FileArtifact(
        file.deviceId(), file.name(), file.directory(), file.sha256(), null, null, null, null);
  }

  private static String fileState() {
    return acting.backEnds.device(WORKSTATION).path("files").get(0).path("state").asString();
  }

  @Test
  void aFileThatIsKnownBySha256AloneIsGivenBackByTheSha1ThatWasLookedUp() {
    var quarantine = new StopAndQuarantineFile(bySha256());
    var outcome = acting.run("a1", quarantine);
    assertThat(fileState()).isEqualTo("quarantined");
    assertThat(Acting.receipt(outcome))
        .isEqualTo(new Receipt.LockedAway(LabBackEnds.invoice().sha1()));

    assertThat(undo(quarantine, outcome, "a1")).isInstanceOf(Outcome.Succeeded.class);
    assertThat(fileState()).isNotEqualTo("quarantined");
  }

  @Test
  void theSha1IsRecordedBeforeTheFileIsLockedAway() {
    var prepared = acting.prepared("a1", new StopAndQuarantineFile(bySha256()));

    assertThat(prepared.receipt()).isEqualTo(new Receipt.LockedAway(LabBackEnds.invoice().sha1()));
    assertThat(fileState()).isNotEqualTo("quarantined");
  }

  @Test
  void somebodyElsesNewerQuarantineIsLeft() {
    var quarantine = new StopAndQuarantineFile(LabBackEnds.invoice());
    var outcome = acting.run("a1", quarantine);
    acting.run("olga-1", quarantine);

    assertThat(undo(quarantine, outcome, "a1")).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(fileState()).isEqualTo("quarantined");
  }

  private static String risk() {
    for (var user : acting.backEnds.lab.state().path("users")) {
      if (user.path("userPrincipalName").asString().equals(DOE.userPrincipalName())) {
        return user.path("riskState").asString();
      }
    }
    return "no such user";
  }

  @Test
  void theRiskBeforeIsRecordedAndAUserWithoutAnyHasNoneAgain() {
    var confirm = new IdentityAction.ConfirmUserCompromised(DOE);
    var outcome = acting.run("a1", confirm);
    assertThat(Acting.receipt(outcome))
        .isInstanceOfSatisfying(
            Receipt.Risk.class,
            risk -> {
              assertThat(risk.before()).isEqualTo("none");
              assertThat(risk.leftAt()).isNotNull();
            });

    assertThat(undo(confirm, outcome, "a1")).isInstanceOf(Outcome.Succeeded.class);
    assertThat(risk()).isEqualTo("dismissed");
  }

  @Test
  void aRiskThatWasSaidAnewIsLeft() {
    var confirm = new IdentityAction.ConfirmUserCompromised(DOE);
    var outcome = acting.run("a1", confirm);
    acting.run("olga-1", new IdentityAction.DismissUserRisk(DOE));
    acting.run("olga-2", confirm);

    assertThat(undo(confirm, outcome, "a1")).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(risk()).isEqualTo("confirmedCompromised");
  }

  @Test
  void aUserWhoWasAtRiskBeforeIsNotCalledSafe() {
    var atRisk = new Receipt.Risk("atRisk", null);

    assertThat(new IdentityAction.ConfirmUserCompromised(DOE).inverse(atRisk)).isEmpty();
    assertThat(atRisk.noWayBack()).isPresent();
  }

  static List<RemediationAction> onDoe() {
    return List.of(
        new IdentityAction.DisableUser(DOE), new IdentityAction.ConfirmUserCompromised(DOE));
  }

  @ParameterizedTest
  @MethodSource("onDoe")
  void aUserWhomSomebodyDeletedSinceIsChanged(RemediationAction action) {
    var outcome = acting.run("a1", action);
    acting.backEnds.lab.fault(
        Fault.error("GET /v1.0/users/" + DOE.userId(), 1000, 404, "Request_ResourceNotFound"));
    acting.backEnds.lab.fault(
        Fault.error(
            "GET /v1.0/users/" + DOE.userPrincipalName(), 1000, 404, "Request_ResourceNotFound"));

    assertThat(undo(action, outcome, "a1"))
        .isEqualTo(new Outcome.ChangedSince("someone has deleted the user since"));
  }

  @Test
  void aServiceThatSomebodyDeletedSinceIsChanged() {
    var stop =
        new LiveResponseAction.StopService(
            new SystemService(WORKSTATION.deviceId(), "EvilUpdater", null));
    var outcome = acting.run("a1", stop);
    // The lab as at first has never had it.
    acting.reset();

    assertThat(undo(stop, outcome, "a1"))
        .isInstanceOfSatisfying(
            Outcome.ChangedSince.class,
            since -> assertThat(since.sentence()).contains("is not there any longer"));
  }

  @Test
  void somebodyElsesBlockOfAUrlIsLeft() {
    var block = new EmailAction.BlockUrl(new Url("http://evil.example/login"));
    var outcome = acting.run("a1", block);
    acting.run("olga-1", new EmailAction.UnblockUrl(block.target(), null));
    acting.run("olga-2", block);

    assertThat(undo(block, outcome, "a1")).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(acting.prepare(Acting.command("look", block)).toString()).contains("already");
  }

  private static Outcome undoOfWhatMayHaveActed(RemediationAction action, Receipt receipt) {
    return acting.perform(
        Acting.command("undo-a1", action.inverse(receipt).orElseThrow())
            .takingBack(new Left(List.of("a1"), receipt, true))
            .with(new Receipt.None()));
  }

  @Test
  void whatMayNeverHaveTakenEffectIsLookedAtBeforeItIsTakenBack() {
    assertThat(undoOfWhatMayHaveActed(ISOLATE, new Receipt.State(false)))
        .isInstanceOfSatisfying(
            Outcome.AlreadyInState.class,
            so -> assertThat(so.sentence()).startsWith("Nothing was changed"));
    assertThat(acting.backEnds.machineActions("Unisolate")).isZero();

    acting.run("olga-1", ISOLATE);
    assertThat(undoOfWhatMayHaveActed(ISOLATE, new Receipt.State(false)))
        .isInstanceOf(Outcome.ChangedSince.class);
    assertThat(isolated()).isTrue();
  }

  @Test
  void whatMayHaveTakenEffectAndDidIsTakenBack() {
    acting.run("a1", ISOLATE);

    assertThat(undoOfWhatMayHaveActed(ISOLATE, new Receipt.State(false)))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(isolated()).isFalse();
  }
}
