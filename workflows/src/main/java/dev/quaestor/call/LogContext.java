package dev.quaestor.call;

import dev.quaestor.action.RemediationActivities;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.Undertaking;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in each line that an activity logs which case and which action it is about, as far as it was
 * told; the workflow's id is said by the SDK.
 */
public final class LogContext extends WorkerInterceptorBase {
  public static final String INVESTIGATION = "investigationId";
  public static final String ACTION = "actionId";

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        try {
          Stream.of(input.getArguments()).filter(Objects::nonNull).forEach(LogContext::tell);
          return super.execute(input);
        } finally {
          MDC.remove(INVESTIGATION);
          MDC.remove(ACTION);
        }
      }
    };
  }

  private static void tell(Object argument) {
    switch (argument) {
      case RemediationActivities.Command command ->
          tell(command.investigationId(), command.actionId());
      case Claim claim -> tell(claim.investigationId(), claim.actionId());
      case LedgerBatch batch -> tell(batch.investigationId(), null);
      case Undertaking undertaking -> tell(undertaking.batch().investigationId(), null);
      case CaseOpening opening -> tell(opening.investigationId(), null);
      default -> {}
    }
  }

  private static void tell(@Nullable String investigationId, @Nullable String actionId) {
    if (investigationId != null) {
      MDC.put(INVESTIGATION, investigationId);
    }
    if (actionId != null) {
      MDC.put(ACTION, actionId);
    }
  }
}
