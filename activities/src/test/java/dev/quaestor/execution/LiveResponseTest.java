package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.LiveResponseAction.DeleteFile;
import dev.quaestor.action.LiveResponseAction.KillProcess;
import dev.quaestor.action.LiveResponseAction.RunScript;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.wire.FailureType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveResponseTest {
  private static final String DEVICE = String.valueOf(LabBackEnds.workstation().deviceId());
  private static final String HOSTILE = "it's \"quoted\" `whoami` $(calc); & | ! %PATH% \u202e\n-é";

  /** Without what no name of a file can hold on Windows. */
  private static final String HOSTILE_FILE =
      HOSTILE.replace('"', '\'').replace('|', ';').replace('\n', ' ');

  private static final Instant STARTED = Instant.parse("2026-11-23T07:31:02.1234567Z");

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

  private static ProcessArtifact process(long pid, Instant startedAt) {
    return new ProcessArtifact(DEVICE, pid, startedAt, "powershell -enc …", null, null);
  }

  static Stream<LiveResponseAction.Removal> removals() {
    return Stream.of(
        new LiveResponseAction.RemoveScheduledTask(
            new ScheduledTask(DEVICE, "\\Updates\\" + HOSTILE, null)),
        new LiveResponseAction.RemoveRegistryEntry(
            new RegistryEntry(
                DEVICE,
                "HKEY_LOCAL_MACHINE",
                "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
                HOSTILE,
                null,
                null)),
        new LiveResponseAction.StopService(new SystemService(DEVICE, HOSTILE, null)),
        new LiveResponseAction.DisableDriver(new Driver(DEVICE, HOSTILE, null)),
        new DeleteFile(LabBackEnds.invoice()),
        new DeleteFile(
            new FileArtifact(
                DEVICE,
                HOSTILE_FILE,
                "C:\\Users\\" + HOSTILE_FILE,
                "a".repeat(64),
                null,
                null,
                null,
                null)));
  }

  /** In whichever way it was taken from its place, it is not there for the other. */
  @Test
  void aDeletedFileCannotBeLockedAwayNorOneLockedAwayBeDeleted() {
    var file = LabBackEnds.invoice();
    var delete = new DeleteFile(file);
    var quarantine = new DeviceAction.StopAndQuarantineFile(file);
    var deleted = acting.run("a1", delete);
    assertThat(acting.run("a2", quarantine)).isInstanceOf(Outcome.Failed.class);
    assertThat(acting.undo(delete, deleted)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(acting.run("a3", quarantine)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.prepare(Acting.command("a4", delete)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class));
  }

  @ParameterizedTest
  @MethodSource("removals")
  void anItemIsTakenAwayAndPutBackWhateverItIsCalled(LiveResponseAction.Removal removal) {
    var prepared = acting.prepared("a1", removal);
    assertThat(prepared.receipt()).isInstanceOf(Receipt.BeforeImage.class);
    assertThat(removed()).as("looking changes nothing").isZero();

    var outcome = acting.perform(prepared);
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(removed()).isOne();
    assertThat(acting.prepare(Acting.command("a2", removal)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class));

    assertThat(acting.undo(removal, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(removed()).isZero();
  }

  /** How many of the device's things are not where they were. */
  private long removed() {
    var device = acting.backEnds.device(LabBackEnds.workstation());
    return Stream.of("files", "items")
        .flatMap(list -> device.path(list).valueStream())
        .filter(thing -> !"present".equals(thing.path("state").asString()))
        .count();
  }

  @Test
  void aProcessIsEndedOnceAndIsThenGone() {
    var kill = new KillProcess(process(4711, STARTED));

    var outcome = acting.run("a1", kill);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome.sentence()).contains("4711").contains("gone");
    assertThat(acting.run("a2", kill)).isInstanceOf(Outcome.AlreadyInState.class);
  }

  @Test
  void aProcessWithoutItsStartTimeIsUnsupportedBecauseItsNumberMayBeAnothers() {
    var preparation = acting.prepare(Acting.command("a1", new KillProcess(process(4711, null))));

    assertThat(preparation)
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome().sentence())
                    .startsWith("The start time of the process is not known"));
    assertThat(acting.perform(Acting.command("a1", new KillProcess(process(4711, null)))))
        .isInstanceOf(Outcome.Unsupported.class);
    assertThat(acting.backEnds.machineActions("LiveResponse")).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsAnotherOneByNowIsNotDeletedByWhicheverHashItIsNamed(boolean bySha256) {
    var invoice = LabBackEnds.invoice();
    var other =
        new FileArtifact(
            DEVICE,
            invoice.name(),
            invoice.directory(),
            bySha256 ? "b".repeat(64) : null,
            bySha256 ? null : "b".repeat(40),
            null,
            null,
            null);

    var preparation = acting.prepare(Acting.command("a1", new DeleteFile(other)));

    assertThat(preparation)
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome())
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("CHANGED")));
  }

  @Test
  void ourScriptIsUploadedOnce() {
    acting.run("a1", new KillProcess(process(11, STARTED)));
    acting.run("a2", new KillProcess(process(12, STARTED)));

    assertThat(acting.backEnds.lab.requests("POST /api/libraryfiles")).isOne();
  }

  @Test
  void whatWasDoneBeforeTheCrashIsFoundAgain() {
    var command = acting.prepared("a1", new KillProcess(process(4711, STARTED)));
    acting.backEnds.lab.fault(Fault.cutAfter("POST /api/machines/*/runliveresponse", 1));

    assertThat(failure(() -> acting.perform(command)).getType())
        .isEqualTo(FailureType.LOST_SIGHT.name());

    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.machineActions("LiveResponse")).isOne();
  }

  @Test
  void aLookAtADeviceThatIsAwayIsWaitedForAndNotBegunTwice() {
    acting.backEnds.lab.offline(DEVICE);
    var command = Acting.command("a1", new DeleteFile(LabBackEnds.invoice()));

    for (int attempt = 0; attempt < 2; attempt++) {
      var away = failure(() -> acting.prepare(command));
      assertThat(away.getType()).isEqualTo(FailureType.RESOURCE_AWAY.name());
      assertThat(away.isNonRetryable()).isFalse();
      assertThat(away.getNextRetryDelay()).isPositive();
    }
    acting.backEnds.lab.online(DEVICE);

    assertThat(acting.prepare(command)).isInstanceOf(Preparation.Ready.class);
    assertThat(acting.backEnds.machineActions("LiveResponse")).isOne();
  }

  @Test
  void anActOnADeviceThatWentAwayEndsWhenItIsBack() {
    var command = acting.prepared("a1", new DeleteFile(LabBackEnds.invoice()));
    acting.backEnds.lab.offline(DEVICE);

    var waiting = (Outcome.Unfinished) acting.perform(command);
    assertThat(waiting.waitsForResource()).isTrue();
    acting.backEnds.lab.online(DEVICE);

    assertThat(acting.follow(command, waiting)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(removed()).isOne();
  }

  @Test
  void anotherSessionOnTheDeviceIsWaitedFor() {
    acting.backEnds.lab.offline(DEVICE);
    acting.perform(Acting.command("a1", new KillProcess(process(4711, STARTED))));

    var busy =
        failure(
            () -> acting.perform(Acting.command("a2", new KillProcess(process(4712, STARTED)))));

    assertThat(busy.getType()).isEqualTo(FailureType.THROTTLED.name());
    assertThat(busy.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void throttlingSaysWhenToComeAgain() {
    acting.backEnds.lab.fault(Fault.throttle("POST /api/machines/*/runliveresponse", 1, 42));

    var failure =
        failure(
            () -> acting.perform(Acting.command("a1", new KillProcess(process(4711, STARTED)))));

    assertThat(failure.getType()).isEqualTo(FailureType.THROTTLED.name());
    assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void aLibraryScriptsOutputIsKeptByItsHash() throws Exception {
    var outcome =
        acting.run("a1", new RunScript(LabBackEnds.workstation(), "collect-logs.ps1", "7 days"));

    assertThat(Acting.receipt(outcome))
        .isInstanceOfSatisfying(
            Receipt.Stored.class,
            stored -> {
              assertThat(stored.name()).isEqualTo("collect-logs.ps1.txt");
              assertThat(stored.size()).isEqualTo(18);
            });
    var stored = (Receipt.Stored) Acting.receipt(outcome);
    try (var body = acting.backEnds.vault.open(stored.sha256()).orElseThrow()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("12 logs collected\n");
    }
  }

  @Test
  void aScriptThatEndsWithAnErrorIsAFailureInItsOwnWords() {
    assertThat(acting.run("a1", new RunScript(LabBackEnds.workstation(), "broken.ps1", null)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo("SCRIPT_FAILED");
              assertThat(failed.sentence()).contains("exit code 3").contains("Access is denied.");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a; b", "a & b", "a | b", "a!", "$a", "a\nb"})
  void argumentsThatAShellWouldReadAreRefusedBeforeAnybodyIsAsked(String arguments) {
    var outcome =
        acting.run("a1", new RunScript(LabBackEnds.workstation(), "collect-logs.ps1", arguments));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("ARGUMENTS_NOT_ALLOWED"));
    assertThat(acting.backEnds.machineActions("LiveResponse")).isZero();
  }

  @Test
  void aScriptThatTheLibraryLacksIsNotRun() {
    assertThat(acting.run("a1", new RunScript(LabBackEnds.workstation(), "other.ps1", null)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("NO_SUCH_SCRIPT"));
  }

  @Test
  void aLinuxDeviceIsGivenTheOtherScript() {
    var linux = Device.ofId("3c5f0d6f2b1e4a7c9d8e7f6a5b4c3d2e1f0a9b8c");
    RemediationAction kill =
        new KillProcess(new ProcessArtifact(linux.deviceId(), 99L, STARTED, "./x", null, null));

    assertThat(acting.run("a1", kill)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.device(linux).path("items")).hasSize(1);
  }

  private static ApplicationFailure failure(Callable<?> call) {
    var thrown = catchThrowable(call::call);
    if (thrown instanceof ActivityFailure failed
        && failed.getCause() instanceof ApplicationFailure failure) {
      return failure;
    }
    throw new AssertionError("no activity failure", thrown);
  }
}
