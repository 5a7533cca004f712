package dev.quaestor.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.quaestor.Workflows;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded history replays against the code of today. */
class ReplayTest {
  private static TestWorkflowEnvironment env;
  private static Worker worker;

  @BeforeAll
  static void aWorkerWithOurDataConverter() {
    env =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(Workflows.factory().build())
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    // The first replay loads the classes of everything, on a machine that does more than this.
    worker =
        env.newWorker(
            TaskQueues.INVESTIGATION,
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
    worker.registerWorkflowImplementationTypes(Workflows.options(), Workflows.implementations());
  }

  @AfterAll
  static void close() {
    env.close();
  }

  static List<Path> recordedHistories() {
    return Histories.all();
  }

  @ParameterizedTest
  @MethodSource("recordedHistories")
  void theHistoryReplays(Path file) {
    assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(Histories.read(file), worker))
        .doesNotThrowAnyException();
  }

  @Test
  void everyWorkflowHasRecordedHistories() {
    assertThat(Histories.all())
        .extracting(f -> f.getParent().getFileName().toString())
        .contains("Investigation", "Remediation", "Undo");
  }
}
