package dev.quaestor.telemetry;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;

/** A workflow that is started is a span, under which its activities are. */
final class TracedStarts extends WorkflowClientInterceptorBase {
  private final Tracer tracer;

  TracedStarts(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
      WorkflowClientCallsInterceptor next) {
    return new WorkflowClientCallsInterceptorBase(next) {
      @Override
      public WorkflowStartOutput start(WorkflowStartInput input) {
        return Traces.within(
            tracer,
            "StartWorkflow " + input.getWorkflowType(),
            SpanKind.PRODUCER,
            null,
            () -> super.start(input));
      }

      @Override
      public WorkflowSignalWithStartOutput signalWithStart(WorkflowSignalWithStartInput input) {
        return Traces.within(
            tracer,
            "StartWorkflow " + input.getWorkflowStartInput().getWorkflowType(),
            SpanKind.PRODUCER,
            null,
            () -> super.signalWithStart(input));
      }

      @Override
      public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(
          WorkflowUpdateWithStartInput<R> input) {
        return Traces.within(
            tracer,
            "StartWorkflow " + input.getWorkflowStartInput().getWorkflowType(),
            SpanKind.PRODUCER,
            null,
            () -> super.updateWithStart(input));
      }
    };
  }
}
