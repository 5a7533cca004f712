package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.quaestor.Workflows;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.KnownPrincipal;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A signal that nobody signed is believed of whoever Temporal says has sent it. */
class WhoSentItTest {
  private static final String ALICE = "jwt:alice@contoso.example";
  private static final String EVE = "jwt:eve@contoso.example";
  private static final String MAIL_ONLY = "jwt:mia@contoso.example";

  private final TemporalHouse house =
      new TemporalHouse(
          Fixtures.knowing(
              new KnownPrincipal(ALICE, List.of("device-approver")),
              new KnownPrincipal(MAIL_ONLY, List.of("email-approver"))));
  private final Alert alert =
      deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());

  @AfterEach
  void close() {
    house.close();
  }

  private List<PendingAction> waiting() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.send(alert);
    return house.pending(alert, 2);
  }

  /** A way to Temporal of somebody whom it will name so. */
  private WorkflowStub as(String principal) {
    return as(principal, house.untyped(alert));
  }

  private WorkflowStub as(String principal, WorkflowStub run) {
    return WorkflowClient.newInstance(
            house.env.getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder()
                .setIdentity(principal)
                .setDataConverter(QuaestorJson.dataConverter())
                .build())
        .newUntypedWorkflowStub(run.getExecution().getWorkflowId());
  }

  private static Map<String, Object> decision(String verdict, String approver, String... ids) {
    var message = new HashMap<String, Object>();
    message.put("actionIds", List.of(ids));
    message.put("verdict", verdict);
    if (approver != null) {
      message.put("approver", approver);
    }
    return message;
  }

  private List<String> ignored() {
    return house.ledger.events(LedgerEvent.MessageIgnored.class).stream()
        .map(LedgerEvent.MessageIgnored::why)
        .toList();
  }

  private void ignoredBecause(String why) {
    until(() -> ignored().stream().anyMatch(i -> i.contains(why)));
    assertThat(house.investigation(alert).pendingActions()).hasSize(2);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void anApproverWhomTemporalNamesDecidesAndIsOnRecordAsVerified() {
    waiting();

    as(ALICE).signal("decide", decision("APPROVE", "alice@contoso.example", "*"));

    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
    assertThat(report.actions())
        .allSatisfy(
            action ->
                assertThat(action.decision())
                    .isInstanceOfSatisfying(
                        Decision.ByPerson.class,
                        by -> {
                          assertThat(by.approver()).isEqualTo("alice@contoso.example");
                          assertThat(by.verified()).isTrue();
                          assertThat(by.channel()).isEqualTo(Decision.Channel.SIGNAL);
                        }));
  }

  @Test
  void whoWritesAnApproversNameIsNotThatApprover() {
    waiting();

    as(EVE).signal("decide", decision("APPROVE", "alice@contoso.example", "*"));

    ignoredBecause("Temporal says that " + EVE + " sent it, whose decisions do not count");
  }

  @Test
  void anApproverWhoWritesAnothersNameDecidesNothing() {
    waiting();

    as(ALICE).signal("decide", decision("APPROVE", "bob@contoso.example", "*"));

    ignoredBecause("It names bob@contoso.example as approver, and Temporal says that " + ALICE);
  }

  @Test
  void whereTemporalSaysNothingNothingIsBelieved() {
    waiting();

    as("alice@contoso.example").signal("decide", decision("APPROVE", "alice@contoso.example", "*"));

    ignoredBecause("It is not signed, and Temporal does not say who sent it");
  }

  @Test
  void anApproverOfMailDecidesNothingOnDevices() {
    waiting();

    as(MAIL_ONLY).signal("decide", decision("APPROVE", null, "*"));

    ignoredBecause("Only an approver for its area");
  }

  @Test
  void eachOfSeveralSignalsIsItsOwnSenders() {
    var pending = waiting();
    var first = pending.get(0).actionId();
    var second = pending.get(1).actionId();
    // All at once, one of them no decision at all, two that say the same.
    as(EVE).signal("decide", "nonsense");
    as(EVE).signal("decide", decision("APPROVE", null, first));
    as(ALICE).signal("decide", decision("REJECT", null, first));
    as(EVE).signal("decide", decision("APPROVE", null, second));
    as(ALICE).signal("decide", decision("APPROVE", null, second));

    var report = house.result(alert);

    assertThat(report.actions())
        .filteredOn(a -> a.actionId().equals(first))
        .singleElement()
        .extracting(a -> ((Decision.ByPerson) a.decision()).approved())
        .isEqualTo(false);
    assertThat(report.actions())
        .filteredOn(a -> a.actionId().equals(second))
        .singleElement()
        .extracting(a -> ((Decision.ByPerson) a.decision()).approver())
        .isEqualTo("alice@contoso.example");
    assertThat(ignored()).filteredOn(i -> i.contains(EVE)).hasSize(2);
    assertThat(house.senders.asked()).isEqualTo(4);
  }

  @Test
  void theNextRunOfALongCaseCountsItsOwnSignals() {
    waiting();
    as(EVE).signal("decide", decision("APPROVE", null, "*"));
    ignoredBecause(EVE);
    house.outgrow(alert);
    until(() -> house.investigation(alert).pendingActions().size() == 2);

    as(ALICE).signal("decide", decision("APPROVE", null, "*"));

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void whatIsSignedIsAskedOfNobodyElse() {
    waiting();
    house
        .investigation(alert)
        .decide(
            house.signed(
                house.untyped(alert).getExecution().getWorkflowId(),
                TemporalHouse.decision(DecisionMessage.Choice.APPROVE, "*"),
                FakeStarter.DANA));

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.senders.asked()).isZero();
  }

  @Test
  void aProposalIsDecidedInTheSameWay() {
    var run = house.propose("act-9", new DeviceAction.ReleaseDevice(laptop()), null);
    house.asked("act-9");
    as(EVE, run).signal("decide", decision("APPROVE", "alice@contoso.example", "act-9"));
    until(() -> ignored().stream().anyMatch(i -> i.contains(EVE)));
    assertThat(house.world.effects()).isEmpty();

    as(ALICE, run).signal("decide", decision("APPROVE", null, "act-9"));

    run.getResult(Outcome.class);
    assertThat(house.world.effects()).hasSize(1);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class).getLast().decision())
        .isInstanceOfSatisfying(
            Decision.ByPerson.class,
            by -> {
              assertThat(by.approver()).isEqualTo("alice@contoso.example");
              assertThat(by.verified()).isTrue();
            });
  }

  @Test
  void suchACaseReplays() throws Exception {
    waiting();
    as(EVE).signal("decide", decision("APPROVE", null, "*"));
    as(ALICE).signal("decide", decision("APPROVE", null, "*"));
    house.result(alert);
    var history = house.client().fetchHistory(house.untyped(alert).getExecution().getWorkflowId());
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(Workflows.factory().build())
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(QuaestorJson.dataConverter(house.vault))
                    .build())
            .build();
    try (var env = TestWorkflowEnvironment.newInstance(options)) {
      var worker =
          env.newWorker(
              TaskQueues.INVESTIGATION,
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
      worker.registerWorkflowImplementationTypes(Workflows.options(), Workflows.implementations());
      assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(history, worker))
          .doesNotThrowAnyException();
    }
  }
}
