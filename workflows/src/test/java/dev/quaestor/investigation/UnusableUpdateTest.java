package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.decision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.client.WorkflowUpdateException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An update of the wrong shape is refused to its sender, and the case goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnusableUpdateTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert oddProcess =
      deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());

  @BeforeAll
  void twoActionsWait() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.send(oddProcess);
    house.pending(oddProcess, 2);
  }

  @AfterAll
  void aRightDecisionStillCounts() {
    try (house) {
      var answer = house.investigation(oddProcess).decide(decision(Choice.APPROVE, "*"));
      assertThat(answer.items()).hasSize(2);
      assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"just text\"",
        "42",
        "null",
        "[]",
        "{}",
        "{\"actionIds\":[\"*\"],\"verdict\":\"MAYBE\",\"approver\":\"x\"}",
        "{\"actionIds\":[null],\"verdict\":\"APPROVE\",\"approver\":\"x\"}",
        "{\"actionIds\":{\"a\":1},\"verdict\":\"APPROVE\",\"approver\":\"x\"}",
        "{\"actionIds\":[\"*\"],\"verdict\":\"APPROVE\",\"approver\":\"x\",\"planhash\":\"beef\"}"
      })
  void aDecisionOfTheWrongShapeIsRefusedAndTheCaseGoesOn(String json) {
    refused("decide", json);
    stillRuns();
  }

  @Test
  void aDecisionWithoutAnyPayloadIsRefused() {
    assertThatThrownBy(() -> house.untyped(oddProcess).update("decide", DecisionAnswer.class))
        .isInstanceOf(WorkflowUpdateException.class);
    stillRuns();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"just text\"",
        "null",
        "{}",
        "{\"alertId\":\"x\",\"correlationKey\":\"k\",\"title\":\"t\",\"evidence\":\"none\"}",
        "{\"alertId\":\"x\",\"correlationKey\":\"k\",\"title\":\"t\",\"severity\":\"SEVERE\"}",
        "{\"alertId\":\"x\",\"correlationKey\":\"k\",\"title\":\"no severity\"}",
        "{\"alertId\":\"x\",\"correlationKey\":\"k\",\"title\":\"t\",\"severity\":\"LOW\","
            + "\"source\":\"QUAESTOR\",\"evidence\":[{\"depth\":0}]}",
        "{\"alertId\":\"x\",\"correlationKey\":\"k\",\"title\":\"t\",\"severity\":\"LOW\","
            + "\"source\":\"QUAESTOR\",\"evidence\":[{\"entity\":{\"type\":\"mailboxRule\"}}]}",
        "{\"alertId\":\"x\",\"correlationKey\":\"k\",\"title\":\"t\",\"severity\":\"LOW\","
            + "\"source\":\"QUAESTOR\",\"evidence\":[{\"entity\":{\"type\":\"spaceship\"}}]}"
      })
  void anAlertOfTheWrongShapeIsRefusedAndTheCaseGoesOn(String json) {
    refused("addAlert", json);
    stillRuns();
  }

  private void refused(String update, String json) {
    var payload = QuaestorJson.mapper().readTree(json);
    assertThatThrownBy(() -> house.untyped(oddProcess).update(update, Object.class, payload))
        .isInstanceOf(WorkflowUpdateException.class);
  }

  private void stillRuns() {
    assertThat(house.decide(oddProcess, Choice.REJECT, "act-unknown").items())
        .extracting(DecisionAnswer.Item::result)
        .containsExactly(DecisionAnswer.Result.UNKNOWN_ACTION);
    assertThat(house.pending(oddProcess, 2)).hasSize(2);
  }
}
