package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever works in silence is not taken for dead. */
class HeartbeatsTest {
  private static final String QUEUE = "silence";

  @ActivityInterface
  public interface Silent {
    @ActivityMethod(name = "Silent")
    int work();
  }

  @WorkflowInterface
  public interface Waiting {
    @WorkflowMethod(name = "Waiting")
    int run();
  }

  public static final class SilentImpl implements Silent {
    @Override
    public int work() {
      try {
        Thread.sleep(3_000);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return Activity.getExecutionContext().getInfo().getAttempt();
    }
  }

  public static final class WaitingImpl implements Waiting {
    @Override
    public int run() {
      return Workflow.newActivityStub(
              Silent.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(20))
                  .setHeartbeatTimeout(Duration.ofSeconds(1))
                  .build())
          .work();
    }
  }

  @Test
  void anActivityThatWorksLongerThanItMayBeSilentIsNotBegunAgain() {
    try (var environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new Heartbeats())
                        .build())
                .build())) {
      var worker = environment.newWorker(QUEUE);
      worker.registerWorkflowImplementationTypes(WaitingImpl.class);
      worker.registerActivitiesImplementations(new SilentImpl());
      environment.start();

      var waiting =
          environment
              .getWorkflowClient()
              .newWorkflowStub(
                  Waiting.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());

      assertThat(waiting.run()).isOne();
    }
  }
}
