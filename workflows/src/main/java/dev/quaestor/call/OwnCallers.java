package dev.quaestor.call;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.Set;

/**
 * Runs an activity only for one of our workflows: whoever reaches Temporal can have an activity run
 * by itself, and it would act, or write into the ledger, on nobody's word. This does not hold off
 * whoever runs workflows of their own under our names; Temporal's own access must.
 */
public final class OwnCallers extends WorkerInterceptorBase {
  private final Set<String> ours;

  /**
   * @param ours the types of the workflows that activities run for
   */
  public OwnCallers(Set<String> ours) {
    this.ours = Set.copyOf(ours);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private boolean isOurs;

      @Override
      public void init(ActivityExecutionContext context) {
        var info = context.getInfo();
        isOurs = info.isInWorkflow() && ours.contains(info.getWorkflowType());
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        if (!isOurs) {
          throw ApplicationFailure.newNonRetryableFailure(
              "Activities run only for Quaestor's own workflows", "NOT_OF_A_WORKFLOW");
        }
        return super.execute(input);
      }
    };
  }
}
