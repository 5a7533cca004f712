package dev.quaestor.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.authority.Seal;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A start may bring its policy along: it counts as far as a starter vouches for it. */
class PolicyOfTheStartTest {
  private static final String WORKFLOW = "investigation/dev-1";

  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert alert =
      Fixtures.alert("a1", "dev-1", Severity.HIGH, Fixtures.laptop(), Fixtures.downloadedFile());

  @BeforeEach
  void judge() {
    house
        .world
        .judging(Fixtures.downloadedFile(), Verdict.MALICIOUS)
        .judging(Fixtures.laptop(), Verdict.NO_THREATS_FOUND);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String policyText() {
    return QuaestorJson.mapper().writeValueAsString(house.ledger.snapshot());
  }

  private AlertMessage sealed(@Nullable String policy) {
    return house.signed(
        WORKFLOW,
        new AlertMessage(alert, policy == null ? null : Sha256.of(policy), null),
        FakeStarter.SENSOR);
  }

  private InvestigationReport started(AlertMessage message, @Nullable String policy) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WORKFLOW)
            .setTaskQueue(TaskQueues.INVESTIGATION)
            .build();
    var stub = house.client().newWorkflowStub(InvestigationWorkflow.class, options);
    WorkflowClient.start(
        stub::investigate, new InvestigationStart(message, true, false, policy, null));
    return house.result(alert);
  }

  private long askedToOpen() {
    return house.client().fetchHistory(WORKFLOW).getHistory().getEventsList().stream()
        .filter(
            e ->
                e.getActivityTaskScheduledEventAttributes()
                    .getActivityType()
                    .getName()
                    .equals("OpenCase"))
        .count();
  }

  @Test
  void whatAStarterVouchesForIsGoneByAndTheFirstRecordOpensTheCase() {
    var policy = policyText();

    var report = started(sealed(policy), policy);

    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(report.policyRevision()).isEqualTo(house.ledger.snapshot().revision());
    assertThat(askedToOpen()).isZero();
    assertThat(house.ledger.openedByRecord())
        .singleElement()
        .satisfies(
            opening -> {
              assertThat(opening.investigationId()).isEqualTo(report.investigationId());
              assertThat(opening.workflowId()).isEqualTo(WORKFLOW);
              assertThat(opening.startedBy()).isEqualTo(FakeStarter.SENSOR.name());
              assertThat(opening.pinned()).isEqualTo(report.policyRevision());
            });
  }

  @Test
  void aPolicyThatNobodyVouchesForIsNotGoneBy() {
    var lax = policyText();

    started(new AlertMessage(alert, Sha256.of(lax), null), lax);

    assertThat(askedToOpen()).isEqualTo(1);
    assertThat(house.ledger.openedByRecord()).isEmpty();
  }

  @Test
  void anotherPolicyThanTheOneThatWasSealedIsNotGoneBy() {
    var sealed = policyText();
    var known = house.ledger.snapshot();
    var other =
        QuaestorJson.mapper()
            .writeValueAsString(new PolicySnapshot(99, known.policy(), known.indicators()));

    var report = started(sealed(sealed), other);

    assertThat(askedToOpen()).isEqualTo(1);
    assertThat(report.policyRevision()).isNotEqualTo(99);
  }

  @Test
  void aPolicyOfWhichTheSealDoesNotSpeakIsNotGoneBy() {
    started(sealed(null), policyText());

    assertThat(askedToOpen()).isEqualTo(1);
  }

  @Test
  void whatAnotherKeySealedIsNotGoneBy() {
    var policy = policyText();
    var forged =
        Seal.set(
            FakeStarter.freshKeys().getPrivate(),
            WORKFLOW,
            new AlertMessage(alert, Sha256.of(policy), null),
            FakeStarter.SENSOR,
            house.now());

    started(forged, policy);

    assertThat(askedToOpen()).isEqualTo(1);
  }

  @Test
  void whatIsNoPolicyIsAskedFor() {
    var nonsense = "{\"revision\":\"x\"";

    var report = started(sealed(nonsense), nonsense);

    assertThat(askedToOpen()).isEqualTo(1);
    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void anAlertThatJoinsLaterBringsNoPolicyAlong() {
    house.world.judging(Fixtures.downloadedFile(), Verdict.SUSPICIOUS);
    house.send(alert);
    house.pending(alert, 1);

    house.send(sealed(policyText()));
    house.decide(alert, Choice.APPROVE, "*");
    house.result(alert);

    assertThat(askedToOpen()).isEqualTo(1);
    assertThat(house.ledger.openedByRecord()).isEmpty();
  }
}
