package dev.quaestor.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.tools.bench.Shape.Cause;
import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.tools.bench.Shape.Step;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BareTest {
  private static final Shape APPROVED =
      new Shape(
          "a".repeat(3000),
          "d".repeat(400),
          List.of(
              step(TaskQueues.ACTION_CENTER, new Cause.Start(), Sign.NONE, 300, 2000),
              step(TaskQueues.EVIDENCE, new Cause.After(0), Sign.NONE, 2000, 5000),
              step(TaskQueues.ACTION_CENTER, new Cause.After(1), Sign.SHOWS_PENDING, 9000, 100),
              step(TaskQueues.REMEDIATION, new Cause.Decided(), Sign.TAKES_EFFECT, 500, 300),
              step(TaskQueues.ACTION_CENTER, new Cause.Decided(), Sign.NONE, 900, 100),
              step(TaskQueues.ACTION_CENTER, new Cause.After(3), Sign.NONE, 900, 100)),
          1,
          0,
          0);
  private static final Shape AUTOMATIC =
      new Shape(
          "a".repeat(2000),
          "",
          List.of(
              step(TaskQueues.EVIDENCE, new Cause.Start(), Sign.NONE, 2000, 5000),
              step(TaskQueues.REMEDIATION, new Cause.After(0), Sign.TAKES_EFFECT, 500, 300),
              step(TaskQueues.ACTION_CENTER, new Cause.After(0), Sign.NONE, 900, 100)),
          0,
          0,
          0);

  private TestWorkflowEnvironment environment;
  private Bare bare;

  @BeforeEach
  void start() {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    var shapes = Map.of(MeasuredPath.APPROVED, APPROVED, MeasuredPath.AUTOMATIC, AUTOMATIC);
    bare = Bare.idle(environment.getWorkflowClient(), shapes::get);
  }

  @AfterEach
  void stop() {
    bare.close();
    environment.close();
  }

  @Test
  void itHasTheStepsThatItWasGivenInTheirOrderAndWithTheirBytes() {
    var seen = ShapeReader.read(MeasuredPath.APPROVED, history(bare.run(MeasuredPath.APPROVED)));
    assertThat(seen.steps()).hasSameSizeAs(APPROVED.steps());
    assertThat(seen.timers()).isEqualTo(1);
    assertThat(seen.asks()).isTrue();
    assertThat(seen.payloadBytes())
        .isBetween(APPROVED.payloadBytes() - 200, APPROVED.payloadBytes() + 800);
    assertThat(seen.steps().stream().map(Step::queue))
        .containsExactlyElementsOf(
            APPROVED.steps().stream().map(s -> BareWorkers.queue("bench-", s.queue())).toList());
  }

  @Test
  void whatCameFromTheDecisionIsTakenToHaveComeFromIt() {
    var seen = ShapeReader.read(MeasuredPath.APPROVED, history(bare.run(MeasuredPath.APPROVED)));
    assertThat(seen.steps().stream().map(Step::cause).limit(5))
        .containsExactlyElementsOf(APPROVED.steps().stream().map(Step::cause).limit(5).toList());
  }

  @Test
  void eachCourseHasItsOwnMeasures() {
    assertThat(bare.run(MeasuredPath.AUTOMATIC).nanos())
        .containsOnlyKeys(Measure.ALERT_TO_CONTAINED);
    assertThat(bare.run(MeasuredPath.APPROVED).nanos())
        .containsOnlyKeys(Measure.ALERT_TO_PENDING, Measure.DECISION_TO_EFFECT)
        .allSatisfy((measure, nanos) -> assertThat(nanos).isPositive());
  }

  @Test
  void theTimeOfAHistoryIsSpentWaitingDecidingAndInActivities() {
    var spending = Spending.of(List.of(history(bare.run(MeasuredPath.AUTOMATIC))));
    assertThat(spending.activities()).containsOnlyKeys(BareActivities.CARRY);
    assertThat(spending.all())
        .isEqualTo(spending.waiting() + spending.deciding() + spending.inActivities());
    assertThat(spending.events()).isGreaterThan(15);
  }

  private List<HistoryEvent> history(Subject.Run run) {
    return environment
        .getWorkflowClient()
        .fetchHistory(run.workflowId())
        .getHistory()
        .getEventsList();
  }

  private static Step step(String queue, Cause cause, Sign sign, int input, int output) {
    return new Step(queue, cause, sign, "i".repeat(input), "o".repeat(output), List.of());
  }
}
