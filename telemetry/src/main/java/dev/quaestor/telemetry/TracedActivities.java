package dev.quaestor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import org.slf4j.MDC;

/** Each attempt of an activity is a span. */
final class TracedActivities extends WorkerInterceptorBase {
  private final Tracer tracer;

  TracedActivities(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private String type = "";

      @Override
      public void init(ActivityExecutionContext context) {
        type = context.getInfo().getActivityType();
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        return Traces.within(
            tracer,
            "RunActivity " + type,
            SpanKind.CONSUMER,
            null,
            () -> {
              MDC.put("traceId", Span.current().getSpanContext().getTraceId());
              try {
                return super.execute(input);
              } finally {
                MDC.remove("traceId");
              }
            });
      }
    };
  }
}
