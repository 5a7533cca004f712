package dev.quaestor.board;

import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.Question;
import dev.quaestor.authority.Person;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The actions of a case: planned again, decided, begun, taken back. */
class ActionBoardTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final ActionBoard.Planning PLANNING =
      new ActionBoard.Planning("inv-1", 1, Duration.ofDays(7), 1000, NOW);

  private static final RemediationAction ISOLATE =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);
  private static final RemediationAction SCAN =
      new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK);
  private static final RemediationAction QUARANTINE =
      new DeviceAction.StopAndQuarantineFile(downloadedFile());
  private static final RemediationAction SOFT_DELETE = new EmailAction.SoftDeleteEmail(phish());

  private static PlannedAction plan(RemediationAction action, Gate gate, Verdict verdict) {
    return new PlannedAction(
        action, gate, "rule", "because", verdict, List.of(action.target().key()), true);
  }

  private static ActionBoard board(PlannedAction... plan) {
    return ActionBoard.empty().replanned(List.of(plan), PLANNING);
  }

  private static ActionBoard automatic(RemediationAction... actions) {
    return ActionBoard.empty()
        .replanned(
            java.util.Arrays.stream(actions)
                .map(a -> plan(a, Gate.AUTOMATIC, Verdict.MALICIOUS))
                .toList(),
            PLANNING);
  }

  private static ActionBoard ended(ActionBoard board, RemediationAction action, Outcome outcome) {
    var id = idOf(board, action);
    return board.progressed(id, outcome);
  }

  private static String idOf(ActionBoard board, RemediationAction action) {
    return board.all().stream()
        .filter(a -> a.action().equals(action))
        .findFirst()
        .orElseThrow()
        .actionId();
  }

  @Test
  void theSamePlanAgainChangesNothing() {
    var plan = plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS);
    assertThat(board(plan).replanned(List.of(plan), PLANNING)).isEqualTo(board(plan));
  }

  @Test
  void aPlanThatChangedSupersedesTheOneThatWaitsAndNamesItsSuccessor() {
    var after =
        board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS))
            .replanned(List.of(plan(ISOLATE, Gate.APPROVAL, Verdict.MALICIOUS)), PLANNING);
    assertThat(after.all()).hasSize(2);
    assertThat(after.all().getFirst().decision())
        .isEqualTo(new Decision.Superseded(after.all().getLast().actionId(), NOW));
    assertThat(after.pending()).containsExactly(after.all().getLast());
  }

  @Test
  void byAnotherConnectorItIsAnotherQuestion() {
    var plan = plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS);

    var after = board(plan.through("defender")).replanned(List.of(plan.through("linux")), PLANNING);

    assertThat(after.pending())
        .extracting(a -> a.plan().connector())
        .containsExactly("linux")
        .doesNotContainNull();
    assertThat(after.all().getFirst().decision())
        .isEqualTo(new Decision.Superseded(after.all().getLast().actionId(), NOW));
  }

  /** A question of 0.1.0 is not asked again, and what was said to it counts on. */
  @Test
  void thatItIsKnownSinceWhoWouldDoItOrNoLongerKnownIsNoOtherQuestion() {
    var plan = plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS);
    for (var standing : List.of(plan, plan.through("linux"))) {
      for (var since : List.of(plan, plan.through("linux"))) {
        assertThat(board(standing).replanned(List.of(since), PLANNING)).isEqualTo(board(standing));
      }
    }
  }

  @Test
  void whatIsNoLongerWantedIsSupersededByNothing() {
    var after =
        board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS)).replanned(List.of(), PLANNING);
    assertThat(after.all().getFirst().decision()).isEqualTo(new Decision.Superseded(null, NOW));
  }

  @Test
  void whatWasDoneIsNotDoneTwiceAndWhatRunsRunsOn() {
    var begun = automatic(ISOLATE, SOFT_DELETE);
    begun = begun.begun(begun.runnable());
    var worse =
        List.of(
            plan(ISOLATE, Gate.AUTOMATIC, Verdict.SUSPICIOUS),
            plan(SOFT_DELETE, Gate.AUTOMATIC, Verdict.SUSPICIOUS));
    var done = ended(begun, ISOLATE, new Outcome.Succeeded(new Receipt.State(false), "Seen"));
    assertThat(done.replanned(worse, PLANNING)).isEqualTo(done);
  }

  @Test
  void whatWasDoneToTheMessagesOfAClusterIsNotDoneToItsTwin() {
    var cluster = new EmailAction.SoftDeleteEmail(phishCluster());
    var twin =
        new EmailAction.SoftDeleteEmail(
            new MailCluster(
                phishCluster().rootMessage(),
                List.of(new MailCluster.Criterion("Url", "https://evil.example/")),
                phishCluster().messages(),
                phishCluster().count()));
    var begun = automatic(cluster);
    begun = begun.begun(begun.runnable());
    var done = ended(begun, cluster, new Outcome.Succeeded(new Receipt.State(false), "Seen"));
    assertThat(
            done.replanned(List.of(plan(twin, Gate.APPROVAL, Verdict.MALICIOUS)), PLANNING).all())
        .hasSize(1);
  }

  private static ActionBoard withItsMailMoved(ActionBoard waiting) {
    var all = new EmailAction.SoftDeleteEmail(phishCluster());
    var id = idOf(waiting, all);
    var agreed =
        waiting.decided(
            new TreeMap<>(
                Map.of(
                    id,
                    new Decision.ByPerson(
                        true, "dana", true, Decision.Channel.UPDATE, null, null, NOW))));
    var moved =
        phishCluster().messages().stream()
            .map(
                m ->
                    new Receipt.MovedMessage(
                        m.mailbox(),
                        m.internetMessageId(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Receipt.MessageResult.MOVED,
                        null))
            .toList();
    return ended(
        agreed.begun(agreed.runnable()),
        all,
        new Outcome.Succeeded(new Receipt.Messages(moved), "3 moved"));
  }

  private static EmailAction.SoftDeleteEmail someOfTheCluster() {
    return new EmailAction.SoftDeleteEmail(
        new MailCluster(
            phishCluster().rootMessage(),
            List.of(new MailCluster.Criterion("Url", "https://evil.example/")),
            phishCluster().messages().subList(0, 2),
            2));
  }

  @Test
  void nobodyIsAskedAboutMailThatTheCaseHasMovedSince() {
    var all =
        plan(new EmailAction.SoftDeleteEmail(phishCluster()), Gate.APPROVAL, Verdict.MALICIOUS);
    var some = plan(someOfTheCluster(), Gate.APPROVAL, Verdict.MALICIOUS);
    var moved = withItsMailMoved(board(all, some));

    var after = moved.sparing(moved.all().getFirst().actionId(), NOW);

    assertThat(moved.pending()).hasSize(1);
    assertThat(after.pending()).isEmpty();
    assertThat(after.all().getLast().decision())
        .isEqualTo(
            new Decision.Superseded(
                null, "this investigation has already dealt with all of its messages", NOW));
    assertThat(after.replanned(List.of(all, some), PLANNING)).isEqualTo(after);
  }

  @Test
  void mailThatWasMovedBeforeIsNotAskedAboutInTheFirstPlace() {
    var all =
        plan(new EmailAction.SoftDeleteEmail(phishCluster()), Gate.APPROVAL, Verdict.MALICIOUS);
    var moved = withItsMailMoved(board(all));
    var some = plan(someOfTheCluster(), Gate.APPROVAL, Verdict.MALICIOUS);

    assertThat(moved.replanned(List.of(all, some), PLANNING)).isEqualTo(moved);
  }

  @Test
  void mailThatWasGivenBackIsAskedAboutAgain() {
    var all =
        plan(new EmailAction.SoftDeleteEmail(phishCluster()), Gate.APPROVAL, Verdict.MALICIOUS);
    var moved = withItsMailMoved(board(all));
    var back = moved.undone(moved.all().getFirst().actionId());
    var some = plan(someOfTheCluster(), Gate.APPROVAL, Verdict.MALICIOUS);

    assertThat(back.replanned(List.of(some), PLANNING).pending()).hasSize(1);
  }

  @Test
  void newEvidenceOpensARejectedDecisionAgain() {
    var waiting = board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS));
    var rejected =
        waiting.decided(
            new TreeMap<>(
                Map.of(
                    waiting.all().getFirst().actionId(),
                    new Decision.ByPerson(
                        false, "dana", true, Decision.Channel.UPDATE, null, null, NOW))));
    var after =
        rejected.replanned(List.of(plan(ISOLATE, Gate.APPROVAL, Verdict.MALICIOUS)), PLANNING);
    assertThat(after.pending()).hasSize(1);
    assertThat(after.all().getFirst().decision().status()).isEqualTo(DecisionStatus.REJECTED);
  }

  @Test
  void twoAttachmentsOfOneMailWaitBesideEachOther() {
    var board =
        board(
            plan(
                new EmailAction.QuarantineAttachment(phish(), "a1"),
                Gate.APPROVAL,
                Verdict.MALICIOUS),
            plan(
                new EmailAction.QuarantineAttachment(phish(), "b2"),
                Gate.APPROVAL,
                Verdict.MALICIOUS));
    assertThat(board.pending()).hasSize(2);
  }

  @Test
  void whatHindersOneAnotherTakesTurnsInTheOrderOfThePlan() {
    var board = automatic(ISOLATE, QUARANTINE, SCAN, SOFT_DELETE);
    assertThat(board.runnable())
        .extracting(CaseAction::action)
        .containsExactly(ISOLATE, SOFT_DELETE);
    var begun = board.begun(board.runnable());
    assertThat(begun.runnable()).isEmpty();
    var after = ended(begun, ISOLATE, new Outcome.Failed("X", "It failed."));
    assertThat(after.runnable()).extracting(CaseAction::action).containsExactly(QUARANTINE, SCAN);
  }

  @Test
  void aFileIsLockedAwayBesideAScanAndNothingOvertakesWhatItNeeds() {
    var board = automatic(QUARANTINE, ISOLATE, SCAN);
    assertThat(board.runnable()).extracting(CaseAction::action).containsExactly(QUARANTINE);
    var together = automatic(QUARANTINE, SCAN, ISOLATE);
    assertThat(together.runnable())
        .extracting(CaseAction::action)
        .containsExactly(QUARANTINE, SCAN);
    var begun = together.begun(together.runnable());
    var scanning = ended(begun, QUARANTINE, new Outcome.Failed("X", "It failed."));
    assertThat(scanning.runnable()).isEmpty();
  }

  @Test
  void whatWasDoneIsTakenBackNewestFirst() {
    var board = automatic(ISOLATE, SOFT_DELETE);
    board = board.begun(board.runnable());
    board = ended(board, ISOLATE, new Outcome.Succeeded(new Receipt.State(false), "Seen"));
    var moved = new Receipt.Messages(List.of(dev.quaestor.action.EveryAction.moved()));
    board = ended(board, SOFT_DELETE, new Outcome.PartiallySucceeded(moved, "1 of 2"));
    assertThat(board.undoable())
        .extracting(CaseAction::action)
        .containsExactly(SOFT_DELETE, ISOLATE);
  }

  @Test
  void aDeadlineIsInclusive() {
    var board = board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS));
    var deadline = NOW.plus(Duration.ofDays(7));
    assertThat(board.nextDeadline()).contains(deadline);
    assertThat(board.expired(deadline.minusMillis(1)).pending()).hasSize(1);
    assertThat(board.expired(deadline).all().getFirst().decision())
        .isEqualTo(new Decision.Expired(deadline));
  }

  @Test
  void eachDoorRefusesAMoveThatCannotBe() {
    var waits = board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS)).all().getFirst();
    var free = automatic(ISOLATE).all().getFirst();
    var runs = free.begunAs(1);
    var done = runs.progressed(new Outcome.Succeeded(new Receipt.None(), "Seen"));

    assertThatThrownBy(() -> waits.begunAs(1)).hasMessageContaining("cannot be begun");
    assertThatThrownBy(() -> free.decided(new Decision.Expired(NOW)))
        .hasMessageContaining("cannot be decided");
    assertThatThrownBy(() -> runs.begunAs(2)).hasMessageContaining("cannot be begun");
    assertThatThrownBy(() -> runs.superseded(null, NOW))
        .hasMessageContaining("cannot be superseded");
    assertThatThrownBy(() -> free.prepared(new Receipt.None())).hasMessageContaining("prepared");
    assertThatThrownBy(() -> done.progressed(new Outcome.Failed("X", "No.")))
        .hasMessageContaining("cannot be progressed");
    assertThat(done.execution()).isEqualTo(Execution.SUCCEEDED);
  }

  private static final Outcome DONE = new Outcome.Succeeded(new Receipt.State(false), "Seen");
  private static final Outcome FAILED = new Outcome.Failed("REJECTED", "No.");

  private static ActionBoard begun(RemediationAction... actions) {
    var board = automatic(actions);
    return board.begun(board.runnable());
  }

  private static final RemediationAction BLOCK =
      new EmailAction.BlockUrl(new Url("http://bad.example/"));

  @Test
  void onlyWhatIsInForceOrHeldCanBeTakenBack() {
    var other = new EmailAction.BlockUrl(new Url("http://other.example/"));
    var board = begun(ISOLATE, SOFT_DELETE, BLOCK, other);
    board = ended(board, ISOLATE, DONE);
    board = ended(board, BLOCK, new Outcome.AlreadyInState("It is blocked already"));
    board = ended(board, SOFT_DELETE, FAILED);

    assertThat(board.undoable()).extracting(CaseAction::action).containsExactly(BLOCK, ISOLATE);
    assertThat(board.undone(idOf(board, ISOLATE)).undoable())
        .extracting(CaseAction::action)
        .containsExactly(BLOCK);
  }

  private static ActionBoard.Planning atMost(int actions) {
    return new ActionBoard.Planning("inv-1", 1, Duration.ofDays(7), actions, NOW);
  }

  @Test
  void aBoardTakesAsManyActionsAsItMayHaveAndNoneOfAPlanWithMore() {
    var two =
        List.of(
            plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS),
            plan(BLOCK, Gate.APPROVAL, Verdict.SUSPICIOUS));
    var three =
        List.of(two.getFirst(), two.getLast(), plan(SCAN, Gate.AUTOMATIC, Verdict.SUSPICIOUS));

    var filled = ActionBoard.empty().replanned(two, atMost(2));

    assertThat(filled.all()).hasSize(2);
    assertThat(filled.full()).isFalse();
    assertThat(filled.replanned(three, atMost(2))).isEqualTo(new ActionBoard(filled.all(), true));
  }

  @Test
  void whatANewerPlanTookOverTakesNoPlace() {
    var filled =
        ActionBoard.empty()
            .replanned(List.of(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS)), atMost(1));

    var after =
        filled.replanned(List.of(plan(ISOLATE, Gate.APPROVAL, Verdict.MALICIOUS)), atMost(1));

    assertThat(after.full()).isFalse();
    assertThat(after.all()).hasSize(2);
  }

  @Test
  void onlyWhatWasTakenBackItselfIsAskedAboutBeforeItIsDoneAgain() {
    var board = begun(ISOLATE, BLOCK);
    board = ended(board, ISOLATE, DONE).undone(idOf(board, ISOLATE));
    board = ended(board, BLOCK, FAILED);

    var after =
        board.replanned(
            List.of(
                plan(ISOLATE, Gate.AUTOMATIC, Verdict.SUSPICIOUS),
                plan(BLOCK, Gate.AUTOMATIC, Verdict.SUSPICIOUS)),
            PLANNING);

    assertThat(after.pending()).extracting(CaseAction::action).containsExactly(ISOLATE);
    assertThat(after.runnable()).extracting(CaseAction::action).containsExactly(BLOCK);
  }

  @Test
  void aPieceIsAsRemediedAsWhatIsAboutItAndNothingElse() {
    var board = begun(ISOLATE, BLOCK);
    board = ended(board, ISOLATE, DONE);
    board = ended(board, BLOCK, FAILED);

    assertThat(board.remediationStatus(laptop().key())).isEqualTo(RemediationStatus.REMEDIATED);
    assertThat(board.remediationStatus(BLOCK.target().key()))
        .isEqualTo(RemediationStatus.UNREMEDIATED);
    assertThat(board.remediationStatus(phish().key())).isEqualTo(RemediationStatus.NONE);
  }

  @Test
  void whatANewerPlanTookOverSaysNothingOfAPiece() {
    var waits = board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS));

    var after = waits.replanned(List.of(), PLANNING);

    assertThat(waits.remediationStatus(laptop().key()))
        .isEqualTo(RemediationStatus.PENDING_APPROVAL);
    assertThat(after.remediationStatus(laptop().key())).isEqualTo(RemediationStatus.NONE);
  }

  @Test
  void whatHadNotBegunIsDroppedWithoutASuccessorAndWhatRunsRunsOn() {
    var board =
        board(
            plan(ISOLATE, Gate.AUTOMATIC, Verdict.MALICIOUS),
            plan(SCAN, Gate.AUTOMATIC, Verdict.MALICIOUS),
            plan(BLOCK, Gate.APPROVAL, Verdict.MALICIOUS));
    board = board.begun(board.runnable());
    var nobody = new Decision.Superseded(null, NOW);
    var cancelled = new Decision.Superseded(null, Decision.Superseded.CANCELLED, NOW);

    assertThat(board.dropped(NOW).all())
        .extracting(CaseAction::decision)
        .containsExactly(new Decision.NotNeeded(), nobody, nobody);
    assertThat(board.dropped(cancelled).all())
        .extracting(CaseAction::decision)
        .containsExactly(new Decision.NotNeeded(), cancelled, cancelled);
  }

  @Test
  void whatRunsWaitsOnlyOnceAllOfItSaysSo() {
    var waits = new Outcome.Unfinished("t-1", true, "The device is off");
    var board = begun(ISOLATE, BLOCK);
    assertThat(board.allInFlightWait()).isFalse();

    board = ended(board, ISOLATE, waits);
    assertThat(board.allInFlightWait()).isFalse();
    assertThat(ended(board, BLOCK, waits).allInFlightWait()).isTrue();
    assertThat(ended(board, BLOCK, DONE).allInFlightWait()).isTrue();
  }

  @Test
  void aBoardIsSettledOnceNothingWaitsCouldBeginOrRuns() {
    var waits = board(plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS));
    var runs = begun(ISOLATE);

    assertThat(waits.allSettled()).isFalse();
    assertThat(automatic(ISOLATE).allSettled()).isFalse();
    assertThat(runs.allSettled()).isFalse();
    assertThat(ended(runs, ISOLATE, FAILED).allSettled()).isTrue();
    assertThat(waits.expired(NOW.plus(Duration.ofDays(7))).allSettled()).isTrue();
  }

  @Test
  void somethingIsInFlightFromItsBeginningToItsEnd() {
    var runs = begun(ISOLATE, BLOCK);

    assertThat(automatic(ISOLATE).anyInFlight()).isFalse();
    assertThat(runs.anyInFlight()).isTrue();
    runs = ended(runs, ISOLATE, DONE);
    assertThat(runs.anyInFlight()).isTrue();
    assertThat(ended(runs, BLOCK, FAILED).anyInFlight()).isFalse();
  }

  @Test
  void aPersonCanBeAskedAboutAllThatWasPlannedDecidedOrNot() {
    var board =
        board(
            plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS),
            plan(BLOCK, Gate.AUTOMATIC, Verdict.MALICIOUS));
    var isolate = board.all().getFirst();
    var block = board.all().getLast();

    var pia = List.of(new Person("token:pia", "pia"));
    assertThat(board.questions(CaseKnowledge.none(), pia))
        .containsExactly(
            new Question(
                isolate.actionId(),
                Area.DEVICE,
                CaseKnowledge.none().placeOf(ISOLATE).orElseThrow(),
                isolate.planHash(),
                isolate.decision(),
                Question.Asking.on(ApprovalTerms.ONE, NOW).by(pia)),
            new Question(
                block.actionId(),
                Area.EMAIL,
                null,
                block.planHash(),
                new Decision.NotNeeded(),
                Question.Asking.on(ApprovalTerms.ONE, NOW).by(pia)));
  }

  @Test
  void stoppingDeclinesWhatWaitsAndDropsWhatHadNotBegun() {
    var board =
        board(
            plan(ISOLATE, Gate.APPROVAL, Verdict.SUSPICIOUS),
            plan(SOFT_DELETE, Gate.AUTOMATIC, Verdict.MALICIOUS));
    var no = new Decision.ByPerson(false, "x", false, Decision.Channel.SIGNAL, null, null, NOW);
    assertThat(board.stopped(no).all())
        .extracting(CaseAction::decision)
        .containsExactly(no, new Decision.Superseded(null, NOW));
  }
}
