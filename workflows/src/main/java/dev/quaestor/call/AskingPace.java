package dev.quaestor.call;

import dev.quaestor.wire.PayloadSize;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Bounds what a workflow asks for in one task, whatever it is and however much came in while no
 * worker polled: all that a task asks for goes to the server as one message, and a workflow whose
 * message is too large is not told so but terminated. What is beyond waits for the next task.
 */
public final class AskingPace extends WorkerInterceptorBase {
  /** Ends the task; any timer does. */
  private static final Duration BREATH = Duration.ofMillis(1);

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor calls) {
        super.init(new Paced(calls));
      }
    };
  }

  /** Of one run. */
  private static final class Paced extends WorkflowOutboundCallsInterceptorBase {
    private long task = -1;
    private long asked;

    Paced(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      takeTurn(input.getArgs());
      return super.executeActivity(input);
    }

    /** Its marker holds what it was asked. */
    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
      takeTurn(input.getArgs());
      return super.executeLocalActivity(input);
    }

    /** A single one may be of any size: what bounds it is whoever makes it. */
    private void takeTurn(Object[] arguments) {
      var weight = PayloadSize.of(arguments);
      while (askedInThisTask() > 0 && asked + weight > PayloadSize.MOST) {
        // Detached: what a cancelled workflow still has to do is paced as well.
        Workflow.newDetachedCancellationScope(() -> Workflow.sleep(BREATH)).run();
      }
      asked += weight;
    }

    /** The history's length changes from task to task, in a replay as it did then. */
    private long askedInThisTask() {
      var now = Workflow.getInfo().getHistoryLength();
      if (now != task) {
        task = now;
        asked = 0;
      }
      return asked;
    }
  }
}
