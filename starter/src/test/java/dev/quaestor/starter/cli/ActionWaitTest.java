package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionWaitTest {
  @TempDir private Path folder;
  private final CannedApi api = new CannedApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private Terminal.Screen run(String words) {
    return Terminal.in(folder, api).run(words.split(" "));
  }

  private static String action(String id, String execution, String undo, String more) {
    return """
    {"actionId":"%s","type":"ISOLATE_DEVICE","summary":"Isolate device srv-db-01",
     "decision":"APPROVED","execution":"%s","undo":"%s"%s}\
    """
        .formatted(id, execution, undo, more);
  }

  private static String ordered(String execution) {
    return action("act-9", execution, "NOT_UNDOABLE", ",\"outcome\":\"as it was\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNSUPPORTED", "FAILED"})
  void anOrderThatHasFailedAlreadyIsExitCodeOne(String execution) {
    api.on("POST /actions", 202, ordered(execution));
    assertThat(run("act isolate-device device:d1").exit()).isEqualTo(1);
    assertThat(run("act isolate-device device:d1").out()).contains(execution + ": as it was");
    assertThat(run("act isolate-device device:d1 --json").exit()).isEqualTo(1);
  }

  @Test
  void anOrderOnSeveralOfWhichOneWasNotStartedIsExitCodeOne() {
    api.on(
        "POST /actions",
        202,
        """
        {"groupId":"grp-1","type":"ISOLATE_DEVICE","actions":[
          {"actionId":"act-1","target":{"type":"device","deviceId":"d1"},"decision":"APPROVED"},
          {"actionId":"act-2","target":{"type":"device","deviceId":"d2"},"decision":"APPROVED",
           "error":"Temporal is away"}]}\
        """);
    assertThat(run("act isolate-device device:d1 device:d2").exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, 0",
    "ALREADY_IN_STATE, 0",
    "PARTIALLY_SUCCEEDED, 1",
    "FAILED, 1",
    "UNSUPPORTED, 1"
  })
  void whoWaitsIsToldTheOutcomeInWordsAndByTheExitCode(String execution, int exit) {
    api.on("POST /actions", 202, ordered("NOT_STARTED"))
        .on("GET /actions/act-9", 404, Canned.problem(404, "Not Found", ""))
        .on("GET /actions/act-9", 200, ordered("RUNNING"))
        .on("GET /actions/act-9", 200, ordered(execution));
    var screen = run("act isolate-device device:d1 --wait");
    assertThat(screen.exit()).isEqualTo(exit);
    assertThat(screen.out()).contains("act-9", "Isolate device srv-db-01", execution);
    assertThat(screen.out()).doesNotContain("RUNNING");
  }

  @Test
  void whoWaitsForWhatWasProposedIsToldThatItIsWaitingForADecision() {
    api.on("POST /actions", 202, Canned.PENDING_ISOLATION)
        .on("GET /actions/act-1", 200, Canned.PENDING_ISOLATION)
        .on(
            "GET /actions/act-1",
            200,
            Canned.PENDING_ISOLATION.replace("\"PENDING\"", "\"REJECTED\""));
    var screen = run("act isolate-device device:d1 --propose --wait");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("act-1: waiting for an approver's decision");
    assertThat(screen.out()).contains("REJECTED");
  }

  @Test
  void approveWaitsForWhatWasApprovedAndIsOneDocumentForAMachine() {
    api.on("POST /actions/act-1/approve", 200, Canned.APPROVED_ISOLATION)
        .on("GET /actions/act-1", 200, Canned.APPROVED_ISOLATION)
        .on("GET /actions/act-1", 200, action("act-1", "SUCCEEDED", "AVAILABLE", ""));
    var screen = run("approve act-1 --wait --json");
    assertThat(screen.exit()).isZero();
    assertThat(QuaestorJson.mapper().readTree(screen.out()).path("execution").asString())
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void ofSeveralThatWereApprovedOneThatFailsIsExitCodeOne() {
    api.on(
            "POST /actions/decisions",
            200,
            """
            {"results":[{"actionId":"act-1","result":"COUNTED"},
              {"actionId":"act-2","result":"COUNTED"}]}\
            """)
        .on("GET /actions/act-1", 200, action("act-1", "SUCCEEDED", "AVAILABLE", ""))
        .on("GET /actions/act-2", 200, action("act-2", "FAILED", "NOT_UNDOABLE", ""));
    var screen = run("approve act-1 act-2 --wait");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.out()).contains("SUCCEEDED").contains("FAILED");
  }

  @ParameterizedTest
  @CsvSource({"UNDONE, 0", "HELD_BY_OTHERS, 1", "CHANGED_SINCE, 1", "FAILED, 1"})
  void undoWaitsForTheEndOfThisTryAndNotOfTheOneBefore(String undo, int exit) {
    var before = ",\"undoChangedAt\":\"2026-11-23T15:50:01Z\"";
    var after = ",\"undoOutcome\":\"so it ended\",\"undoChangedAt\":\"2026-11-23T16:00:00Z\"";
    api.on("POST /actions/act-1/undo", 202, action("act-1", "SUCCEEDED", "RUNNING", ""))
        .on("GET /actions/act-1", 200, action("act-1", "SUCCEEDED", "FAILED", before))
        .on("GET /actions/act-1", 200, action("act-1", "SUCCEEDED", "FAILED", before))
        .on("GET /actions/act-1", 200, action("act-1", "SUCCEEDED", undo, after));
    var screen = run("undo act-1 --wait");
    assertThat(screen.exit()).isEqualTo(exit);
    assertThat(screen.err()).contains("act-1: waiting for the undo (Ctrl-C");
    assertThat(screen.out()).contains("undo " + undo + ": so it ended");
  }

  @Test
  void anUndoOfSeveralThatIsRefusedForOneIsExitCodeOne() {
    api.on(
        "POST /actions/undo",
        202,
        """
        {"results":[{"actionId":"act-1","status":202,"detail":"","action":{"undo":"RUNNING"}},
         {"actionId":"act-2","status":422,"detail":"it changed nothing"}]}\
        """);
    assertThat(run("undo act-1 act-2").exit()).isEqualTo(1);
  }
}
