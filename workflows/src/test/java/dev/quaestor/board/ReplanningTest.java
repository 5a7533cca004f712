package dev.quaestor.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.ExpandInvestigation;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a case goes on, a question is never there twice and nothing that was done is lost. */
class ReplanningTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final Decision YES =
      new Decision.ByPerson(true, "dana", true, Decision.Channel.UPDATE, null, null, NOW);
  private static final Decision NO =
      new Decision.ByPerson(false, "dana", true, Decision.Channel.UPDATE, null, null, NOW);

  private final List<RemediationAction> actions = new ArrayList<>();
  private ActionBoard board = ActionBoard.empty();

  {
    for (var i = 0; i < 3; i++) {
      actions.add(new EmailAction.BlockUrl(new Url("http://site-" + i + ".example/")));
      actions.add(new DeviceAction.IsolateDevice(Fixtures.device(i), DeviceAction.Isolation.FULL));
    }
    actions.add(
        new DeviceAction.IsolateDevice(Fixtures.device(0), DeviceAction.Isolation.SELECTIVE));
    for (var i = 0; i < 3; i++) {
      actions.add(new ExpandInvestigation(Fixtures.downloadedFile(), List.of("a", "b" + i)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyStoryLeavesAtMostOneOpenActionOnASubject(long seed) {
    var chance = new Random(seed);
    for (var step = 0; step < 400; step++) {
      var before = board;
      happens(chance);
      assertNothingIsThereTwice();
      assertNothingDoneIsLost(before);
    }
  }

  private void happens(Random chance) {
    switch (chance.nextInt(6)) {
      case 0, 1 -> board = board.replanned(plan(chance), planning());
      case 2 ->
          any(board.pending(), chance)
              .ifPresent(
                  a ->
                      board =
                          board.decided(
                              new TreeMap<>(
                                  Map.of(a.actionId(), chance.nextBoolean() ? YES : NO))));
      case 3 -> board = board.begun(board.runnable());
      case 4 ->
          any(board.all().stream().filter(CaseAction::isInFlight).toList(), chance)
              .ifPresent(a -> board = board.progressed(a.actionId(), outcome(chance)));
      default -> {
        if (chance.nextInt(10) == 0) {
          board = board.expired(NOW.plus(Duration.ofDays(8)));
        }
      }
    }
  }

  private static Outcome outcome(Random chance) {
    return chance.nextBoolean()
        ? new Outcome.Succeeded(new Receipt.None(), "Seen")
        : new Outcome.Failed("REJECTED", "No.");
  }

  private static java.util.Optional<CaseAction> any(List<CaseAction> some, Random chance) {
    return some.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(some.get(chance.nextInt(some.size())));
  }

  /** As the planner gives it: of one subject at most one action. */
  private List<PlannedAction> plan(Random chance) {
    var plan = new ArrayList<PlannedAction>();
    var subjects = new HashSet<String>();
    for (var action : actions) {
      if (chance.nextBoolean() && subjects.add(subject(action))) {
        plan.add(
            new PlannedAction(
                action,
                chance.nextInt(3) == 0 ? Gate.AUTOMATIC : Gate.APPROVAL,
                "rule",
                "because",
                chance.nextBoolean() ? Verdict.MALICIOUS : Verdict.SUSPICIOUS,
                List.of(action.target().key()),
                true));
      }
    }
    return plan;
  }

  @Test
  void whatWasTakenBackIsDoneAgainOnlyAfterAPersonWasAsked() {
    var block = actions.getFirst();
    board = board.replanned(List.of(automatic(block, Verdict.SUSPICIOUS)), planning());
    board = board.begun(board.runnable());
    var done = board.all().getFirst().actionId();
    board = board.progressed(done, new Outcome.Succeeded(new Receipt.None(), "Seen")).undone(done);

    board = board.replanned(List.of(automatic(block, Verdict.SUSPICIOUS)), planning());
    assertThat(board.all()).as("nothing new is known of it").hasSize(1);
    for (var again = 0; again < 2; again++) {
      board = board.replanned(List.of(automatic(block, Verdict.MALICIOUS)), planning());
      assertThat(board.runnable()).isEmpty();
      assertThat(board.pending())
          .singleElement()
          .extracting(a -> a.plan().because())
          .asString()
          .contains("undone");
    }
  }

  private static PlannedAction automatic(RemediationAction action, Verdict verdict) {
    return new PlannedAction(
        action, Gate.AUTOMATIC, "rule", "because", verdict, List.of(action.target().key()), true);
  }

  private static ActionBoard.Planning planning() {
    return new ActionBoard.Planning("inv-1", 1, Duration.ofDays(7), 1000, NOW);
  }

  private static String subject(RemediationAction action) {
    return action.type() + " " + action.target().key() + " " + action.part();
  }

  private void assertNothingIsThereTwice() {
    var open =
        board.all().stream().filter(a -> !a.isSettled()).map(a -> subject(a.action())).toList();
    assertThat(open).doesNotHaveDuplicates();
    assertThat(board.all()).extracting(CaseAction::actionId).doesNotHaveDuplicates();
  }

  private void assertNothingDoneIsLost(ActionBoard before) {
    for (var a : before.all()) {
      var now = board.find(a.actionId()).orElseThrow();
      if (a.outcome() != null && a.execution().isFinal()) {
        assertThat(now).isEqualTo(a);
      }
      if (a.decision() instanceof Decision.ByPerson) {
        assertThat(now.decision())
            .isInstanceOfAny(Decision.ByPerson.class, Decision.Superseded.class);
      }
    }
  }
}
