package dev.quaestor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace as W3C writes it ({@code traceparent}), as a header of workflows and activities. The
 * SDK gives a workflow what its start came with, and hands that on to each activity and child.
 */
final class TraceHeader implements ContextPropagator {
  static final String NAME = "traceparent";

  /** {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
  private static final int LENGTH = 55;

  @Override
  public String getName() {
    return "quaestor-" + NAME;
  }

  @Override
  public @Nullable Object getCurrentContext() {
    var here = Span.current().getSpanContext();
    return here.isValid()
        ? "00-%s-%s-%s".formatted(here.getTraceId(), here.getSpanId(), here.getTraceFlags().asHex())
        : null;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public void setCurrentContext(@Nullable Object context) {
    // Whatever runs on this thread next has its own set; nobody is there to close a scope.
    parent(context instanceof String text ? text : null).makeCurrent();
  }

  @Override
  public Map<String, Payload> serializeContext(@Nullable Object context) {
    return context == null
        ? Map.of()
        : GlobalDataConverter.get()
            .toPayload(context)
            .map(payload -> Map.of(NAME, payload))
            .orElse(Map.of());
  }

  @Override
  public @Nullable Object deserializeContext(Map<String, Payload> header) {
    var payload = header.get(NAME);
    try {
      return payload == null
          ? null
          : GlobalDataConverter.get().fromPayload(payload, String.class, String.class);
    } catch (DataConverterException somebodyElses) {
      return null;
    }
  }

  /** Under what goes on, where it is one at all; else a trace of its own begins. */
  static Context parent(@Nullable String traceparent) {
    if (traceparent == null
        || traceparent.length() != LENGTH
        || !traceparent.startsWith("00-")
        || traceparent.charAt(35) != '-'
        || traceparent.charAt(52) != '-'
        || !isHex(traceparent.substring(53))) {
      return Context.root();
    }
    var context =
        SpanContext.createFromRemoteParent(
            traceparent.substring(3, 35),
            traceparent.substring(36, 52),
            TraceFlags.fromHex(traceparent, 53),
            TraceState.getDefault());
    return context.isValid() ? Context.root().with(Span.wrap(context)) : Context.root();
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
