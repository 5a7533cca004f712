package dev.quaestor.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who reaches Temporal asks our activities to act, with no workflow of ours between. */
class OwnCallersTest {
  private static final String QUEUE = "somebody-elses";

  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final WorkerFactory theirs = WorkerFactory.newInstance(house.client());

  /** A workflow of somebody else's. */
  @WorkflowInterface
  public interface Foreign {
    @WorkflowMethod(name = "Foreign")
    void isolate();
  }

  /** Asks for what nobody ordered. */
  public static final class Isolating implements Foreign {
    @Override
    public void isolate() {
      Workflow.newActivityStub(
              RemediationActivities.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(TaskQueues.REMEDIATION)
                  .setStartToCloseTimeout(Duration.ofSeconds(20))
                  .build())
          .perform(
              new RemediationActivities.Command(
                  "act-forged",
                  null,
                  new DeviceAction.IsolateDevice(Fixtures.laptop(), DeviceAction.Isolation.FULL),
                  "by nobody",
                  null));
    }
  }

  @BeforeEach
  void start() {
    theirs.newWorker(QUEUE).registerWorkflowImplementationTypes(Isolating.class);
    theirs.start();
  }

  @AfterEach
  void close() {
    theirs.shutdownNow();
    house.close();
  }

  @Test
  void nothingIsDoneForAWorkflowThatIsNotOurs() {
    var foreign =
        house
            .client()
            .newWorkflowStub(
                Foreign.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());

    assertThatThrownBy(foreign::isolate).hasStackTraceContaining("NOT_OF_A_WORKFLOW");

    assertThat(house.world.effects()).isEmpty();
  }
}
