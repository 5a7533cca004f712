package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.DeviceAction.IsolateDevice;
import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.DeviceAction.ReleaseDevice;
import dev.quaestor.action.DeviceAction.Scan;
import dev.quaestor.action.DeviceAction.StopAndQuarantineFile;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities.Command;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lab.tenant.Duplicates;
import dev.quaestor.wire.FailureType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRemediationTest {
  private static final Device WORKSTATION = LabBackEnds.workstation();
  private static final IsolateDevice ISOLATE = new IsolateDevice(WORKSTATION, Isolation.FULL);

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

  private boolean isolated() {
    return acting.backEnds.device(WORKSTATION).path("isolated").asBoolean();
  }

  private static ApplicationFailure failure(Callable<?> call) {
    var thrown = catchThrowable(call::call);
    if (thrown instanceof ActivityFailure failed
        && failed.getCause() instanceof ApplicationFailure failure) {
      return failure;
    }
    throw new AssertionError("no activity failure", thrown);
  }

  @Test
  void isolationIsSeenOnTheBackEndAndUndone() {
    var outcome = acting.run("a1", ISOLATE);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(isolated()).isTrue();

    assertThat(acting.undo(ISOLATE, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(isolated()).isFalse();
  }

  @Test
  void aSelectiveIsolationIsNoFullOne() {
    var selective = new IsolateDevice(WORKSTATION, Isolation.SELECTIVE);
    acting.run("a1", selective);
    var command = acting.prepared("a2", ISOLATE);

    var refused = failure(() -> acting.perform(command));

    assertThat(refused.getType()).isEqualTo(FailureType.REJECTED.name());
    assertThat(refused.getOriginalMessage()).contains("only a selective isolation is in force");
    assertThat(acting.backEnds.device(WORKSTATION).path("isolation").asString())
        .isEqualTo("Selective");
    assertThat(acting.backEnds.machineActions("Isolate")).isEqualTo(1);
  }

  @Test
  void aFullIsolationIsASelectiveOneAsWell() {
    acting.run("a1", ISOLATE);

    var selective = new IsolateDevice(WORKSTATION, Isolation.SELECTIVE);
    assertThat(acting.prepare(Acting.command("a2", selective)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class));
  }

  @Test
  void performingTwiceIsOneIsolation() {
    var command = acting.prepared("a1", ISOLATE);

    acting.perform(command);
    var again = acting.perform(command);

    assertThat(again).isInstanceOf(Outcome.Succeeded.class);
    assertThat(Acting.receipt(again).changed()).isTrue();
    assertThat(acting.backEnds.machineActions("Isolate")).isEqualTo(1);
  }

  @Test
  void anIsolationThatWasIssuedBeforeTheCrashIsAdopted() {
    var command = acting.prepared("a1", ISOLATE);
    acting.backEnds.lab.fault(Fault.cutAfter("POST /api/machines/*/isolate", 1));

    var cut = failure(() -> acting.perform(command));
    var again = acting.perform(command);

    assertThat(cut.getType()).isEqualTo(FailureType.LOST_SIGHT.name());
    assertThat(cut.isNonRetryable()).isFalse();
    assertThat(again).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.machineActions("Isolate")).isEqualTo(1);
  }

  @Test
  void anIsolationUnderWayIsJoinedAndNeverDoubled() {
    acting.backEnds.lab.duplicates(Duplicates.ACCEPT);
    acting.backEnds.lab.actionDuration(Duration.ofMillis(400));
    var first = acting.prepared("a1", ISOLATE);
    var second = acting.prepared("a2", ISOLATE);

    acting.perform(first);
    acting.perform(second);

    assertThat(acting.backEnds.machineActions("Isolate")).isEqualTo(1);
  }

  @Test
  void aReleaseCancelsTheIsolationThatHangsFirst() {
    acting.backEnds.lab.offline(WORKSTATION.deviceId());
    var waiting = acting.perform(acting.prepared("a1", ISOLATE));
    assertThat(waiting).isInstanceOf(Outcome.Unfinished.class);

    var release = acting.prepared("a2", new ReleaseDevice(WORKSTATION));
    var hanging = (Outcome.Unfinished) acting.perform(release);
    acting.backEnds.lab.online(WORKSTATION.deviceId());

    assertThat(acting.follow(release, hanging)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(isolated()).isFalse();
    assertThat(acting.backEnds.lab.state().path("machineActions").get(0).path("status").asString())
        .isEqualTo("Cancelled");
  }

  @Test
  void aDeviceThatIsIsolatedAlreadyIsLeftAlone() {
    acting.run("a1", ISOLATE);

    var preparation = acting.prepare(Acting.command("a2", ISOLATE));

    assertThat(preparation)
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class));
  }

  @Test
  void aDeviceThatIsAwayThoughItsInventorySaysActiveIsFoundOutAndItsReturnNoticedInAMinute() {
    acting.backEnds.lab.offline(WORKSTATION.deviceId());
    var command = acting.prepared("a1", ISOLATE);
    var ticket = ((Outcome.Unfinished) acting.perform(command)).ticket();

    var away = acting.followOnce(command, new Outcome.Unfinished(ticket, false, "It runs"));

    assertThat(away)
        .isInstanceOfSatisfying(
            Outcome.Unfinished.class, now -> assertThat(now.waitsForResource()).isTrue());
    var again = failure(() -> acting.followOnce(command, (Outcome.Unfinished) away));
    assertThat(again.getType()).isEqualTo(FailureType.RESOURCE_AWAY.name());
    assertThat(again.getNextRetryDelay()).isLessThan(Duration.ofMinutes(1));
    acting.backEnds.lab.online(WORKSTATION.deviceId());
    assertThat(acting.follow(command, (Outcome.Unfinished) away))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aDeviceThatIsAwayIsWaitedForAndFinishesWhenItIsBack() {
    acting.backEnds.lab.offline(WORKSTATION.deviceId());
    var command = acting.prepared("a1", ISOLATE);

    var outcome = (Outcome.Unfinished) acting.perform(command);
    assertThat(outcome.waitsForResource()).isTrue();
    var away = failure(() -> acting.follow(command, outcome));
    assertThat(away.getType()).isEqualTo(FailureType.RESOURCE_AWAY.name());
    assertThat(away.getNextRetryDelay()).isPositive();
    assertThat(away.isNonRetryable()).isFalse();

    acting.backEnds.lab.online(WORKSTATION.deviceId());
    assertThat(acting.follow(command, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(isolated()).isTrue();
  }

  @Test
  void whatIsAbandonedNeverHappens() {
    acting.backEnds.lab.offline(WORKSTATION.deviceId());
    var command = acting.prepared("a1", ISOLATE);
    var outcome = (Outcome.Unfinished) acting.perform(command);

    acting.abandon(command, outcome.ticket());
    acting.abandon(command, outcome.ticket());
    acting.backEnds.lab.online(WORKSTATION.deviceId());

    assertThat(isolated()).isFalse();
  }

  @Test
  void anActionThatFailsOnTheDeviceIsAFailureWithItsReason() {
    acting.backEnds.lab.fault(Fault.failAction("POST /api/machines/*/isolate", 1));

    var outcome = acting.run("a1", ISOLATE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("DEVICE_ACTION_FAILED"));
    assertThat(isolated()).isFalse();
  }

  @Test
  void throttlingSaysWhenToComeAgain() {
    acting.backEnds.lab.fault(Fault.throttle("GET /api/machineactions", 1, 33));

    var failure = failure(() -> acting.prepare(Acting.command("a1", ISOLATE)));

    assertThat(failure.getType()).isEqualTo(FailureType.THROTTLED.name());
    assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(33));
  }

  @Test
  void aDeviceOfANameThatNobodyHasIsUnsupported() {
    var nameOnly = new Device(null, "somewhere.example", null, null, null, null);

    var preparation =
        acting.prepare(Acting.command("a1", new IsolateDevice(nameOnly, Isolation.FULL)));

    assertThat(preparation)
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.Unsupported.class));
  }

  @Test
  void codeExecutionIsRestrictedAndReleased() {
    var restrict = new DeviceAction.RestrictCodeExecution(WORKSTATION);

    var outcome = acting.run("a1", restrict);
    assertThat(acting.backEnds.device(WORKSTATION).path("restricted").asBoolean()).isTrue();

    assertThat(acting.undo(restrict, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.device(WORKSTATION).path("restricted").asBoolean()).isFalse();
  }

  @Test
  void aFileIsQuarantinedAndGivenBack() {
    var quarantine = new StopAndQuarantineFile(LabBackEnds.invoice());

    var outcome = acting.run("a1", quarantine);
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(fileState()).isEqualTo("quarantined");
    // It may have been dropped anew since: what is in quarantine is locked away again.
    assertThat(acting.prepare(Acting.command("a2", quarantine)))
        .isInstanceOf(Preparation.Ready.class);

    assertThat(acting.undo(quarantine, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(fileState()).isEqualTo("present");

    var again = acting.run("a3", quarantine);
    assertThat(again).isInstanceOf(Outcome.Succeeded.class);
    assertThat(fileState()).isEqualTo("quarantined");
  }

  private String fileState() {
    return acting.backEnds.device(WORKSTATION).path("files").get(0).path("state").asString();
  }

  private static final String SERVER = "164ffc9c820d1afc68f3100083311952c4fa946b";

  private List<String> statesOnServer() {
    return acting
        .backEnds
        .device(Device.ofId(SERVER))
        .path("files")
        .valueStream()
        .map(f -> f.path("fileName").asString() + " " + f.path("state").asString())
        .toList();
  }

  @Test
  void aFileIsTakenAwayByItsStrongestHashWhateverWeakerOneIsToldBesideIt() {
    var mixed =
        new FileArtifact(
            SERVER,
            "svchelper.exe",
            "C:\\Windows\\Temp",
            "df1eae8a28db2016e419ce5c19e85ebeab554b67104494ac032c78734fdbad8a",
            "9e4294452032edf67195ea7700ca31b40c9097c7",
            null,
            null,
            null);
    var quarantine = new StopAndQuarantineFile(mixed);

    var outcome = acting.run("a1", quarantine);

    assertThat(statesOnServer()).contains("svchelper.exe quarantined", "powershell.exe present");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            done ->
                assertThat(done.receipt())
                    .isEqualTo(new Receipt.LockedAway("4596c5ba6eafdb81295b367e01117d5de0cd1fcc")));
    assertThat(acting.undo(quarantine, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(statesOnServer()).contains("svchelper.exe present", "powershell.exe present");
  }

  @Test
  void aFileWhoseStrongestHashNobodyKnowsIsNotTakenAwayByThatOfAnotherFile() {
    var file =
        new FileArtifact(
            SERVER,
            "svchelper.exe",
            "C:\\Windows\\Temp",
            "ab".repeat(32),
            "4596c5ba6eafdb81295b367e01117d5de0cd1fcc",
            null,
            null,
            null);

    var refused = failure(() -> acting.run("a1", new StopAndQuarantineFile(file)));

    assertThat(refused.getOriginalMessage()).contains("are not those of one file");
    assertThat(statesOnServer()).contains("svchelper.exe present");
  }

  @Test
  void aFileIsGivenBackByTheHashAloneThatItWasTakenAwayBy() {
    var file =
        new FileArtifact(
            SERVER,
            null,
            null,
            "df1eae8a28db2016e419ce5c19e85ebeab554b67104494ac032c78734fdbad8a",
            null,
            null,
            null,
            null);
    acting.run("a1", new StopAndQuarantineFile(file));
    assertThat(statesOnServer()).contains("svchelper.exe quarantined");

    assertThat(acting.run("a2", new DeviceAction.ReleaseFromQuarantine(file)))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(statesOnServer()).contains("svchelper.exe present");
  }

  @Test
  void aReleaseScriptThatFindsNothingIsAFailure() {
    var outcome = acting.run("a1", new DeviceAction.ReleaseFromQuarantine(LabBackEnds.invoice()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("RELEASE_SCRIPT_FAILED"));
  }

  @Test
  void aScanEndsAndLeavesNothingToUndo() {
    var outcome = acting.run("a1", new DeviceAction.RunAntivirusScan(WORKSTATION, Scan.QUICK));

    assertThat(Acting.receipt(outcome)).isInstanceOf(Receipt.None.class);
    assertThat(acting.backEnds.device(WORKSTATION).path("scans")).hasSize(1);
  }

  @Test
  void anInvestigationPackageAndASampleGoToTheVault() throws Exception {
    var collect = acting.prepared("a1", new DeviceAction.CollectInvestigationPackage(WORKSTATION));
    assertThat(acting.perform(collect)).isInstanceOf(Outcome.Succeeded.class);
    // Called again after it had collected: fetched again, collected once.
    assertThat(acting.perform(collect).sentence()).contains("in the vault");
    assertThat(acting.backEnds.machineActions("CollectInvestigationPackage")).isEqualTo(1);

    var sample = acting.run("a2", new DeviceAction.RequestSample(LabBackEnds.invoice()));
    assertThat(sample).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.vault.open(String.valueOf(LabBackEnds.invoice().sha256())))
        .isPresent();
  }

  @Test
  void aSampleOfAnotherHashIsNotWhatWasAskedFor() {
    var invoice = LabBackEnds.invoice();
    var other =
        new FileArtifact(
            invoice.deviceId(),
            invoice.name(),
            invoice.directory(),
            "0".repeat(64),
            null,
            null,
            null,
            null);

    assertThat(acting.run("a1", new DeviceAction.RequestSample(other)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("HASH_DIFFERS"));
  }

  @Test
  void anOffboardedDeviceIsSeenAsSuch() {
    var outcome = acting.run("a1", new DeviceAction.OffboardDevice(WORKSTATION));

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.device(WORKSTATION).path("offboarded").asBoolean()).isTrue();
  }

  @Test
  void whatAnOffboardedDeviceWouldNeverFetchFailsAtOnceAndIsNotIssued() {
    acting.run("a1", new DeviceAction.OffboardDevice(WORKSTATION));

    for (var action :
        List.of(ISOLATE, new DeviceAction.RunAntivirusScan(WORKSTATION, DeviceAction.Scan.QUICK))) {
      var command = acting.prepared("a-" + action.type(), action);
      var refused = failure(() -> acting.perform(command));

      assertThat(refused.getType()).isEqualTo(FailureType.REJECTED.name());
      assertThat(refused.getOriginalMessage()).contains("was offboarded from Defender at");
    }
    assertThat(acting.backEnds.machineActions("Isolate")).isZero();
    assertThat(acting.backEnds.machineActions("RunAntiVirusScan")).isZero();
  }

  @Test
  void whatEndedIsCountedByTypeAndOutcome() {
    acting.run("a1", ISOLATE);

    assertThat(
            acting
                .backEnds
                .meters
                .get("quaestor.action.runs")
                .tags("type", ActionType.ISOLATE_DEVICE.name(), "outcome", "SUCCEEDED")
                .counter()
                .count())
        .isEqualTo(1);
  }

  private static final String FOLLOWED = "GET /api/machineactions/*";

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410})
  void whatIsRefusedOnceTheActionWasTakenIsNoFailure(int status) {
    var command = acting.prepared("a1", ISOLATE);
    acting.backEnds.lab.fault(Fault.error(FOLLOWED, 1, status));

    var outcome = acting.perform(command);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            either -> assertThat(either.receipt()).isEqualTo(command.receipt()));
    assertThat(acting.perform(command.asBegun())).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.machineActions("Isolate")).isEqualTo(1);
  }

  @Test
  void whatIsRefusedBeforeAnythingWasTakenIsAFailure() {
    var command = acting.prepared("a1", ISOLATE);
    acting.backEnds.lab.fault(Fault.error("GET /api/machineactions", 1, 400));

    assertThat(failure(() -> acting.perform(command)).getType())
        .isEqualTo(FailureType.REJECTED.name());
    assertThat(acting.backEnds.machineActions("Isolate")).isZero();
  }

  @Test
  void anAnswerThatIsLostOnItsWayLeavesOpenWhetherItWasTaken() {
    var command = acting.prepared("a1", ISOLATE);
    acting.backEnds.lab.fault(Fault.cutAfter("POST /api/machines/*/isolate", 1));

    assertThat(failure(() -> acting.perform(command)).getType())
        .isEqualTo(FailureType.LOST_SIGHT.name());
    acting.backEnds.lab.fault(Fault.error("GET /api/machineactions", 1, 400));
    assertThat(acting.perform(command.asBegun())).isInstanceOf(Outcome.Unknown.class);
    assertThat(acting.perform(command.asBegun())).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.machineActions("Isolate")).isEqualTo(1);
  }

  @Test
  void aDisabledUserWhoCannotBeReadIsNoFailure() {
    var disable = new IdentityAction.DisableUser(LabBackEnds.doe());
    var command = acting.prepared("a1", disable);
    acting.perform(command);
    acting.backEnds.lab.fault(Fault.error("GET /v1.0/users/*", 1, 400));

    assertThat(acting.perform(command.asBegun())).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aBlockThatCannotBeListedIsNoFailure() {
    var block = new EmailAction.BlockUrl(new Url("http://evil.example/login"));
    var command = acting.prepared("a1", block);
    acting.perform(command);
    acting.backEnds.lab.fault(Fault.error("GET /api/indicators", 1, 400));

    assertThat(acting.perform(command.asBegun())).isInstanceOf(Outcome.Unknown.class);
  }

  private static Outcome.Unfinished begun(Command command) {
    return (Outcome.Unfinished) acting.perform(command);
  }

  @Test
  void whatEndedBeforeItWasAbandonedIsSaidToBeDone() {
    try (var hasty = new Acting(Duration.ZERO)) {
      var command = hasty.prepared("a1", ISOLATE);
      var ticket = ((Outcome.Unfinished) hasty.perform(command)).ticket();
      until(() -> hasty.backEnds.device(WORKSTATION).path("isolated").asBoolean());

      assertThat(hasty.abandon(command, ticket))
          .isInstanceOfSatisfying(
              Outcome.Succeeded.class,
              done -> assertThat(done.receipt()).isEqualTo(command.receipt()));
    }
  }

  private static void until(BooleanSupplier so) {
    var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!so.getAsBoolean() && System.nanoTime() < end) {
      ActivityPause.pause(Duration.ofMillis(20));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void whatTheBackEndRefusesToStopIsUnknownAndWhatItStopsIsNot(int status) {
    acting.backEnds.lab.offline(WORKSTATION.deviceId());
    var command = acting.prepared("a1", ISOLATE);
    var ticket = begun(command).ticket();
    acting.backEnds.lab.fault(Fault.error("POST /api/machineactions/*/cancel", 1, status));

    assertThat(acting.abandon(command, ticket))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            either -> assertThat(either.receipt()).isEqualTo(command.receipt()));
    assertThat(acting.abandon(command, ticket)).isInstanceOf(Outcome.Failed.class);
  }
}
