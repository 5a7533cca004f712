package dev.quaestor.replay;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.Workflows;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Severity;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.order.UndoWorkflowImpl;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the replay of recorded histories is for: a change that breaks running cases is seen. */
class IncompatibleChangeTest {

  /** As today's, with one activity before the others: a change without {@code getVersion}. */
  public static final class CarelesslyChangedUndo implements UndoWorkflow {
    @Override
    public Outcome undo(Request request) {
      LedgerStream.actionCenter()
          .open(
              new CaseOpening(
                  request.actionId(),
                  "w",
                  "r",
                  "title",
                  Severity.LOW,
                  "somebody",
                  Instant.EPOCH,
                  null));
      return new UndoWorkflowImpl().undo(request);
    }
  }

  @Test
  void oneActivityMoreFailsTheReplayOfWhatWasRecordedBefore() {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(Workflows.factory().build())
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(QuaestorJson.dataConverter())
                    .build())
            .build();
    try (var env = TestWorkflowEnvironment.newInstance(options)) {
      var worker = env.newWorker(TaskQueues.INVESTIGATION);
      worker.registerWorkflowImplementationTypes(CarelesslyChangedUndo.class);
      var recorded =
          Histories.all().stream()
              .filter(f -> f.getParent().endsWith("Undo"))
              .map(Histories::read)
              .toList();
      for (var history : recorded) {
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, worker))
            .hasStackTraceContaining("NonDeterministicException");
      }
    }
  }
}
