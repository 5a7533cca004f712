package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.quaestor.Workflows;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.fixtures.TestKeys;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.SearchKeys;
import dev.quaestor.wire.TaskQueues;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A case whose payloads are encrypted is the same case, and nobody's to read. */
class EncryptedCaseTest {
  private final TemporalHouse house =
      new TemporalHouse(Fixtures.policy(), TestKeys.encryption("new", "new", "old"));
  private final Alert alert =
      deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());

  @AfterEach
  void close() {
    house.close();
  }

  private void waiting() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.sendHidingNames(alert);
    house.pending(alert, 2);
  }

  private WorkflowExecutionHistory history() {
    return house.client().fetchHistory(house.untyped(alert).getExecution().getWorkflowId());
  }

  /** As somebody who knows these keys and writes with that one; null for plain. */
  private WorkflowClient clientOf(String key, String... known) {
    return WorkflowClient.newInstance(
        house.env.getWorkflowServiceStubs(),
        WorkflowClientOptions.newBuilder()
            .setDataConverter(
                QuaestorJson.dataConverter(house.vault, TestKeys.encryption(key, known)))
            .build());
  }

  private void replay(WorkflowExecutionHistory history, PayloadEncryption encryption)
      throws Exception {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(Workflows.factory().build())
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(QuaestorJson.dataConverter(house.vault, encryption))
                    .build())
            .build();
    try (var env = TestWorkflowEnvironment.newInstance(options)) {
      var worker =
          env.newWorker(
              TaskQueues.INVESTIGATION,
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
      worker.registerWorkflowImplementationTypes(Workflows.options(), Workflows.implementations());
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  /** Every payload of it, however deep. */
  private static List<Payload> payloads(Message message) {
    var all = new ArrayList<Payload>();
    for (var value : message.getAllFields().values()) {
      for (var one : value instanceof List<?> list ? list : List.of(value)) {
        if (one instanceof Payload payload) {
          all.add(payload);
        } else if (one instanceof Message inner) {
          all.addAll(payloads(inner));
        }
      }
    }
    return all;
  }

  @Test
  void nothingThatAnybodySaidCanBeReadInItsHistory() throws Exception {
    waiting();
    house
        .untyped(alert)
        .signal(
            "decide",
            Map.of(
                "actionIds", List.of("*"),
                "verdict", "APPROVE",
                "approver", "dana.whitfield@contoso.example",
                "comment", "seen by the night shift"));
    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.REMEDIATED);

    var history = history();

    var json = history.toJson(true);
    assertThat(json).contains("EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED");
    // words long enough that ciphertext and base64 do not have them by chance, as one of four has
    var readable = history.getHistory().toByteString().toString(StandardCharsets.ISO_8859_1);
    assertThat(readable + json)
        .doesNotContainIgnoringCase(
            alert.title(), "srv-db1", "invoice.exe", "whitfield", "night shift", "contoso");
    for (var body : house.vault.bodies()) {
      assertThat(new String(body, StandardCharsets.ISO_8859_1)).doesNotContain("srv-db1");
    }
    assertThat(payloads(history.getHistory()))
        .filteredOn(p -> !p.getMetadataMap().containsKey("encryption-key-id"))
        .as("search attributes, and what the SDK says of itself")
        .allSatisfy(
            p ->
                assertThat(p.getMetadataMap())
                    .containsEntry("encoding", ByteString.copyFromUtf8("json/plain")));
  }

  @Test
  void itReplaysWithItsKeysAndWithoutOneSaysWhich() throws Exception {
    waiting();
    house.decide(alert, Choice.APPROVE, "*");
    house.result(alert);
    var history = history();

    assertThatCode(() -> replay(history, TestKeys.encryption("new", "new")))
        .doesNotThrowAnyException();
    assertThatCode(() -> replay(history, TestKeys.encryption(null, "old", "new")))
        .as("as a replay that writes nothing")
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> replay(history, TestKeys.encryption("old", "old")))
        .hasStackTraceContaining("encrypted with the key new, which this process does not know");
  }

  @Test
  void messagesOfWhoeverKnowsNoKeyAndOfTheOldKeyAreHeardInOneHistory() throws Exception {
    waiting();
    var id = house.untyped(alert).getExecution().getWorkflowId();
    clientOf(null)
        .newUntypedWorkflowStub(id)
        .signal("decide", Map.of("actionIds", List.of("nobody"), "verdict", "APPROVE"));
    clientOf("old", "old")
        .newUntypedWorkflowStub(id)
        .signal(
            "decide",
            Map.of("actionIds", List.of("*"), "verdict", "REJECT", "approver", "dana@x.example"));

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).isEmpty();
    assertThatCode(() -> replay(history(), TestKeys.encryption("new", "new", "old")))
        .doesNotThrowAnyException();
  }

  @Test
  void aMessageUnderAKeyThatNobodyGaveTheWorkerWaitsForItAndSaysSo() {
    waiting();
    var id = house.untyped(alert).getExecution().getWorkflowId();
    clientOf("next", "next")
        .newUntypedWorkflowStub(id)
        .signal(
            "decide",
            Map.of("actionIds", List.of("*"), "verdict", "REJECT", "approver", "dana@x.example"));

    until(
        () ->
            history().getHistory().getEventsList().stream()
                .anyMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));
    var failed =
        history().getHistory().getEventsList().stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(failed.getWorkflowTaskFailedEventAttributes().getFailure().toString())
        .contains("encrypted with the key next, which this process does not know")
        .doesNotContain("dana");
  }

  @Test
  void aHouseThatEncryptsNamesNoDeviceInASearchAttribute() {
    waiting();

    var attributes =
        house
            .client()
            .newUntypedWorkflowStub(house.untyped(alert).getExecution().getWorkflowId())
            .describe()
            .getTypedSearchAttributes();

    assertThat(attributes.get(SearchKeys.STATE)).isEqualTo("PENDING_APPROVAL");
    assertThat(attributes.get(SearchKeys.DEVICES)).isNullOrEmpty();
  }
}
