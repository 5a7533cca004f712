package dev.quaestor.approval;

import static dev.quaestor.fixtures.Fixtures.approvalRule;
import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.anOrder;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionAnswer.Result;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.WorkflowIds;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for several people, or for the right ones, in workflows that run. */
class ManyEyesTest {
  private static final Author OSCAR = approver("oscar");
  private static final Author KEN = approver("ken");
  private static final Author DANA = approver("dana");

  private static final RemediationAction ISOLATE =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);

  private @Nullable TemporalHouse opened;
  private final Alert oddProcess = deviceAlert("a1", Severity.MEDIUM, server(), processOnServer());

  private static Author approver(String name) {
    return new Author("token:" + name, name, Remit.EVERYWHERE, List.of("device-approver"), null);
  }

  private TemporalHouse under(ApprovalRule... rules) {
    return under(Fixtures.approvedBy(rules));
  }

  private TemporalHouse under(Policy policy) {
    var house = new TemporalHouse(policy);
    opened = house;
    house
        .world
        .knowing(server())
        .knowing(laptop())
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS);
    return house;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private static ApprovalRule needing(int people) {
    return rule(List.of(), null, people, false, null);
  }

  private static ApprovalRule rule(
      List<String> groups,
      @Nullable Severity severity,
      int need,
      boolean notAuthor,
      @Nullable Duration within) {
    var any = approvalRule();
    return new ApprovalRule(
        "rule-" + need + groups + severity,
        any.actions(),
        groups,
        severity,
        null,
        List.of(),
        List.of(),
        need,
        List.of(),
        notAuthor,
        within,
        List.of(),
        List.of());
  }

  private static DecisionMessage message(Choice choice, String... actionIds) {
    return new DecisionMessage(List.of(actionIds), choice, "x", "because", null, null, null);
  }

  private DecisionAnswer.Item approve(TemporalHouse house, Author by) {
    return house
        .investigation(oddProcess)
        .decide(signed(house, by, message(Choice.APPROVE, "*")))
        .items()
        .getFirst();
  }

  private DecisionMessage signed(TemporalHouse house, Author by, DecisionMessage message) {
    return house.signed(WorkflowIds.investigation(oddProcess.correlationKey()), message, by);
  }

  private DecisionAnswer.Item approve(TemporalHouse house, WorkflowStub order, Author by) {
    var id = order.getExecution().getWorkflowId();
    return order
        .update("decide", DecisionAnswer.class, house.signed(id, message(Choice.APPROVE, "*"), by))
        .items()
        .getFirst();
  }

  @Test
  void anApprovalIsRememberedByTheNextRunAndIsOnRecordOnce() {
    var house = under(needing(2));
    house.send(oddProcess);
    house.pending(oddProcess, 1);
    assertThat(approve(house, DANA).result()).isEqualTo(Result.MORE_NEEDED);

    house.outgrow(oddProcess);

    assertThat(house.pending(oddProcess, 1).getFirst().whoMayDecide())
        .contains("1 of 2 approvals: dana")
        .contains("One more is needed");
    assertThat(approve(house, DANA).result()).isEqualTo(Result.ALREADY_APPROVED);
    assertThat(house.world.effects()).isEmpty();
    assertThat(approve(house, OSCAR).result()).isEqualTo(Result.ACCEPTED);
    assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(1);
    assertThat(house.ledger.events(LedgerEvent.ApprovalGiven.class))
        .singleElement()
        .satisfies(e -> assertThat(e.approval().by().name()).isEqualTo("dana"))
        .satisfies(e -> assertThat(e.needed()).isEqualTo(2));
    var decided = house.ledger.events(LedgerEvent.ActionDecided.class).getLast().decision();
    assertThat(ApprovalRules.describe(decided)).startsWith("approved by dana and oscar");
  }

  @Test
  void whatWasApprovedOfAnotherPlanCountsNoLongerAndThatIsSaid() {
    var house = under(rule(List.of(), Severity.HIGH, 3, false, null), needing(2));
    house.send(oddProcess);
    var before = house.pending(oddProcess, 1).getFirst();
    approve(house, DANA);

    house.send(deviceAlert("a2", Severity.HIGH, server()));
    until(() -> house.pending(oddProcess, 1).getFirst().approvals().needed() == 3);

    var after = house.pending(oddProcess, 1).getFirst();
    assertThat(after.actionId()).isNotEqualTo(before.actionId());
    assertThat(after.approvals().given()).isEmpty();
    assertThat(
            ApprovalRules.describe(
                house.ledger.events(LedgerEvent.ActionDecided.class).getFirst().decision()))
        .contains("what was approved of it by dana no longer counts");
    approve(house, OSCAR);
    assertThat(approve(house, KEN).result()).isEqualTo(Result.MORE_NEEDED);
    assertThat(approve(house, DANA).result()).isEqualTo(Result.ACCEPTED);
    house.result(oddProcess);
  }

  @Test
  void ofTwoWhoApproveAtTheSameMomentEachIsHeardAndItRunsOnce() {
    var house = under(needing(2));
    house.send(oddProcess);
    house.pending(oddProcess, 1);

    var both =
        Stream.of(DANA, OSCAR)
            .map(
                by ->
                    house
                        .untyped(oddProcess)
                        .startUpdate(
                            "decide",
                            WorkflowUpdateStage.ACCEPTED,
                            DecisionAnswer.class,
                            signed(house, by, message(Choice.APPROVE, "*"))))
            .toList();

    assertThat(both.stream().map(h -> h.getResult().items().getFirst().result()))
        .containsExactlyInAnyOrder(Result.MORE_NEEDED, Result.ACCEPTED);
    house.result(oddProcess);
    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void aSealSentAgainAddsNothing() {
    var house = under(needing(2));
    house.send(oddProcess);
    var id = house.pending(oddProcess, 1).getFirst().actionId();
    var sealed = signed(house, DANA, message(Choice.APPROVE, id));
    house.investigation(oddProcess).decide(sealed);

    var again = house.investigation(oddProcess).decide(sealed).items().getFirst();

    assertThat(again.result()).isEqualTo(Result.ALREADY_APPROVED);
    assertThat(house.pending(oddProcess, 1).getFirst().approvals().given()).hasSize(1);
    house.investigation(oddProcess).decide(signed(house, OSCAR, message(Choice.REJECT, "*")));
    house.result(oddProcess);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void whoHandedInTheAlertDoesNotApproveWhatFollowsFromIt() {
    var house = under(rule(List.of(), null, 1, true, null));
    house.send(oddProcess, DANA);
    house.pending(oddProcess, 1);

    var refused = approve(house, DANA);
    assertThat(refused.result()).isEqualTo(Result.FOUR_EYES);
    assertThat(refused.sentence())
        .isEqualTo("Your own word led to this, so someone else must decide");
    assertThat(approve(house, OSCAR).result()).isEqualTo(Result.ACCEPTED);
    house.result(oddProcess);
  }

  @Test
  void aSensorsAlertKeepsNobodyFromApproving() {
    var house = under(rule(List.of(), null, 1, true, null));
    house.send(oddProcess, DANA.holding(List.of("source", "device-approver")));
    house.pending(oddProcess, 1);

    assertThat(approve(house, DANA).result()).isEqualTo(Result.ACCEPTED);
    house.result(oddProcess);
  }

  @Test
  void whoCondemnedAPieceDoesNotApproveWhatFollowsFromIt() {
    var house = under(rule(List.of(), null, 1, true, null));
    house.send(oddProcess);
    house.pending(oddProcess, 1);
    house.classify(
        oddProcess,
        DANA,
        Map.of(
            "entityKey",
            processOnServer().key().value(),
            "classification",
            "TRUE_POSITIVE",
            "by",
            "x"));
    until(() -> !house.ledger.events(LedgerEvent.Classified.class).isEmpty());
    house.pending(oddProcess, 1);

    assertThat(approve(house, DANA).result()).isEqualTo(Result.FOUR_EYES);
    assertThat(approve(house, OSCAR).result()).isEqualTo(Result.ACCEPTED);
    house.result(oddProcess);
  }

  // ---- who is told

  @Test
  void thoseWhoDoNotAnswerAreRemindedOnceEachOverANewRunAndNobodyIsOnceItIsDecided() {
    var any = approvalRule();
    var house =
        under(
            new ApprovalRule(
                "chain",
                any.actions(),
                any.deviceGroups(),
                null,
                null,
                List.of(),
                List.of(),
                1,
                List.of(),
                false,
                null,
                List.of(Duration.ofDays(1), Duration.ofDays(5)),
                List.of(new ApprovalRule.Escalation(Duration.ofDays(3), List.of("soc-leads")))));
    house.send(oddProcess);
    var asked = house.pending(oddProcess, 1).getFirst();
    assertThat(asked.reminders()).hasSize(3);
    assertThat(asked.ifNobodyAnswers()).contains("Reminder to the approvers on ", "; to soc-leads");
    assertThat(told(house)).isEmpty();

    house.env.sleep(Duration.ofDays(1).plusMinutes(1));
    until(() -> told(house).size() == 1);
    house.outgrow(oddProcess);
    house.env.sleep(Duration.ofDays(2));
    until(() -> told(house).size() == 2);

    assertThat(told(house))
        .containsExactly(
            new LedgerEvent.Reminded(asked.actionId(), 1),
            new LedgerEvent.Escalated(asked.actionId(), 1, List.of("soc-leads")));
    assertThat(house.pending(oddProcess, 1).getFirst().reminders()).hasSize(1);
    approve(house, DANA);
    house.result(oddProcess);
    house.env.sleep(Duration.ofDays(10));
    assertThat(told(house)).hasSize(2);
  }

  @Test
  void aProposalIsRemindedOfAsWell() {
    var any = approvalRule();
    var house =
        under(
            new ApprovalRule(
                "chain",
                any.actions(),
                any.deviceGroups(),
                null,
                null,
                List.of(),
                List.of(),
                1,
                List.of(),
                false,
                null,
                List.of(Duration.ofDays(1)),
                List.of(new ApprovalRule.Escalation(Duration.ofDays(3), List.of("soc-leads")))));
    var run = house.propose("act-1", ISOLATE, null);
    house.asked("act-1");

    house.env.sleep(Duration.ofDays(3).plusMinutes(1));
    until(() -> told(house).size() == 2);
    assertThat(approve(house, run, OSCAR).result()).isEqualTo(Result.ACCEPTED);

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(told(house)).hasSize(2);
  }

  private static List<LedgerEvent> told(TemporalHouse house) {
    return house.ledger.events().stream()
        .filter(e -> e instanceof LedgerEvent.Reminded || e instanceof LedgerEvent.Escalated)
        .toList();
  }

  // ---- orders

  private WorkflowStub order(TemporalHouse house, RemediationAction action, Author by) {
    return house.start(anOrder("act-1", action, "by hand", false, null), by);
  }

  @Test
  void anOrderIsOneApprovalOfWhoeverGivesItAndWaitsForTheOther() {
    var house = under(needing(2));
    var run = order(house, ISOLATE, DANA);
    var asked = house.asked("act-1");

    assertThat(asked.approvals().given())
        .singleElement()
        .satisfies(g -> assertThat(g.by()).isEqualTo("dana"));
    assertThat(house.world.effects()).isEmpty();
    assertThat(approve(house, run, DANA).result()).isEqualTo(Result.ALREADY_APPROVED);
    assertThat(approve(house, run, OSCAR).result()).isEqualTo(Result.ACCEPTED);
    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void whereFourEyesAreWantedAnOrderIsNoApprovalOfItsAuthor() {
    var house = under(rule(List.of(), null, 1, true, null));
    var run = order(house, ISOLATE, DANA);
    assertThat(house.asked("act-1").approvals().given()).isEmpty();

    var refused = approve(house, run, DANA);
    assertThat(refused.result()).isEqualTo(Result.FOUR_EYES);
    assertThat(refused.sentence()).isEqualTo("You proposed this, so someone else must decide");
    assertThat(approve(house, run, OSCAR).result()).isEqualTo(Result.ACCEPTED);
    run.getResult(Outcome.class);
  }

  @Test
  void anOrderOfSomebodyWhoSignedInLongAgoWaitsUntilTheySignInAgain() {
    var house = under(rule(List.of(), null, 1, false, Duration.ofMinutes(15)));
    var run = order(house, ISOLATE, DANA.signedIn(house.now().minus(Duration.ofHours(1))));
    house.asked("act-1");
    assertThat(house.world.effects()).isEmpty();

    assertThat(approve(house, run, DANA).result()).isEqualTo(Result.SIGN_IN_AGAIN);
    assertThat(approve(house, run, DANA.signedIn(house.now())).result()).isEqualTo(Result.ACCEPTED);
    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void anOrderOfSomebodyWhoHasJustSignedInRunsAtOnce() {
    var house = under(rule(List.of(), null, 1, false, Duration.ofMinutes(15)));
    var run = order(house, ISOLATE, DANA.signedIn(house.now()));

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(house.ledger.events(LedgerEvent.ActionPlanned.class).getFirst().terms()).isNull();
  }

  @Test
  void aRuleForAGroupHoldsForWhatItsOwnBackEndConfirmsOfADevice() {
    var house = under(rule(List.of("Servers"), null, 2, false, null));
    var onServer = new DeviceAction.IsolateDevice(server(), DeviceAction.Isolation.FULL);

    assertThat(order(house, ISOLATE, DANA).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    house.start(anOrder("act-2", onServer, "by hand", false, null), DANA);

    assertThat(house.asked("act-2").approvals().needed()).isEqualTo(2);
  }

  @Test
  void whoeverIsConfinedToAGroupOrdersNothingElsewhere() {
    var house = under();
    var group = Objects.requireNonNull(server().group());
    var ofServers =
        new Author(
            "token:pia",
            "pia",
            Remit.of(List.of(Area.DEVICE)).within(List.of(group)),
            List.of("device-approver"),
            null);
    var onServer = new DeviceAction.IsolateDevice(server(), DeviceAction.Isolation.FULL);

    assertThat(order(house, onServer, ofServers).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    var elsewhere = house.start(anOrder("act-2", ISOLATE, "by hand", false, null), ofServers);
    house.asked("act-2");

    assertThat(approve(house, elsewhere, ofServers).result()).isEqualTo(Result.NOT_ALLOWED);
    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void whatAnalystsMayRunTheyRunWithinTheirGroupsAlone() {
    var house = under();
    var group = Objects.requireNonNull(server().group());
    var ofServers =
        new Author(
            "token:pat",
            "pat",
            Remit.of(List.of()).within(List.of(group)),
            List.of("analyst"),
            null);
    var here = new DeviceAction.RunAntivirusScan(server(), DeviceAction.Scan.QUICK);
    var there = new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK);

    assertThat(order(house, here, ofServers).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    house.start(anOrder("act-2", there, "by hand", false, null), ofServers);
    house.asked("act-2");

    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void whoeverIsConfinedSeesWhereWhatTheyOrderedWasDone() {
    var house = under();
    var group = Objects.requireNonNull(server().group());
    var ofServers =
        new Author(
            "token:pia",
            "pia",
            Remit.of(List.of(Area.DEVICE)).within(List.of(group)),
            List.of("device-approver"),
            null);

    order(house, new DeviceAction.IsolateDevice(server(), DeviceAction.Isolation.FULL), ofServers)
        .getResult(Outcome.class);

    assertThat(house.ledger.events(LedgerEvent.ActionPlanned.class).getFirst().seen())
        .anySatisfy(
            a -> assertThat(Objects.requireNonNull(a.confirmed()).group()).isEqualTo(group));
  }

  @Test
  void anAnalystsOrderIsNoApproval() {
    var house = under(needing(2));
    var scan = new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK);
    order(house, scan, FakeStarter.ANN);

    assertThat(house.asked("act-1").approvals().given()).isEmpty();
    assertThat(house.world.effects()).isEmpty();
  }
}
