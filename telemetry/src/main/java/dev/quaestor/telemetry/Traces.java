package dev.quaestor.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a process did for whom, from a call of the API through workflow and activity to the call of
 * a back end, sent by OTLP over HTTP; nothing is traced unless a receiver is named.
 *
 * <p>Workflow code makes no spans. It only hands the trace that its start came with on to its
 * activities, as Temporal keeps it in the history: so a replay makes none twice, a history of a
 * time without traces replays as well, and no span needs a clock or a random number in a workflow.
 * A span carries names of ours and never what a case, a back end or a caller said.
 */
public final class Traces implements AutoCloseable {
  public static final String PREFIX = "quaestor.traces.otlp";

  private static final ContextKey<Tracer> TRACER = ContextKey.named("quaestor-tracer");

  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Traces(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("quaestor");
  }

  public static Traces none() {
    return new Traces(null);
  }

  /**
   * @param url as {@code http://127.0.0.1:4318/v1/traces}; null for nobody
   * @param service what the process is called there
   * @throws IllegalArgumentException naming the setting that cannot be used, without its value
   */
  public static Traces to(@Nullable URI url, String service) {
    if (url == null) {
      return none();
    }
    Receiver.require(url, PREFIX);
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(url.toString()).build();
    return of(BatchSpanProcessor.builder(exporter).build(), service);
  }

  static Traces of(SpanProcessor processor, String service) {
    var resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"),
                service,
                AttributeKey.stringKey("service.namespace"),
                "quaestor",
                AttributeKey.stringKey("service.instance.id"),
                UUID.randomUUID().toString()));
    return new Traces(
        SdkTracerProvider.builder().addSpanProcessor(processor).setResource(resource).build());
  }

  public boolean isOn() {
    return tracer != null;
  }

  /** What takes a trace through Temporal; for the client of every process. */
  public List<ContextPropagator> propagators() {
    return isOn() ? List.of(new TraceHeader()) : List.of();
  }

  /** For a client that starts workflows. */
  public WorkflowClientInterceptor[] clients() {
    return tracer == null
        ? new WorkflowClientInterceptor[0]
        : new WorkflowClientInterceptor[] {new TracedStarts(tracer)};
  }

  /** For a worker that runs activities. */
  public WorkerInterceptor[] activities() {
    return tracer == null
        ? new WorkerInterceptor[0]
        : new WorkerInterceptor[] {new TracedActivities(tracer)};
  }

  /** A request that is being served. */
  public interface Served extends AutoCloseable {
    /** For the log; empty where nothing is traced. */
    String traceId();

    /** What it turned out to be, and how it ended. */
    void ended(String name, int status);

    @Override
    void close();
  }

  /**
   * Begins a request, in the trace that its caller names as W3C says, or in a new one.
   *
   * @param header a header of the request by its name; null where there is none
   */
  @SuppressWarnings("MustBeClosedChecker") // Closed with what is returned.
  public Served serve(String name, UnaryOperator<@Nullable String> header) {
    if (tracer == null) {
      return Nothing.SERVED;
    }
    var caller = TraceHeader.parent(header.apply(TraceHeader.NAME));
    var span = tracer.spanBuilder(name).setParent(caller).setSpanKind(SpanKind.SERVER).startSpan();
    var scope = carrying(span, tracer).makeCurrent();
    return new Serving(span, scope);
  }

  private record Serving(Span span, Scope scope) implements Served {
    @Override
    public String traceId() {
      return span.getSpanContext().getTraceId();
    }

    @Override
    public void ended(String name, int status) {
      span.updateName(name);
      span.setAttribute("http.response.status_code", status);
      if (status >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }

  private enum Nothing implements Served {
    SERVED;

    @Override
    public String traceId() {
      return "";
    }

    @Override
    public void ended(String name, int status) {}

    @Override
    public void close() {}
  }

  /** Does something as one span of whatever is traced here; as it is where nothing is. */
  public static <T> T call(String peer, String operation, Supplier<T> call) {
    var tracer = Context.current().get(TRACER);
    return tracer == null ? call.get() : within(tracer, operation, SpanKind.CLIENT, peer, call);
  }

  static <T> T within(
      Tracer tracer, String name, SpanKind kind, @Nullable String peer, Supplier<T> work) {
    var building = tracer.spanBuilder(name).setSpanKind(kind);
    if (peer != null) {
      building.setAttribute("peer.service", peer);
    }
    var span = building.startSpan();
    var scope = carrying(span, tracer).makeCurrent();
    try {
      return work.get();
    } catch (RuntimeException failed) {
      // The kind and not the words, which may be a back end's.
      span.setStatus(StatusCode.ERROR, failed.getClass().getSimpleName());
      throw failed;
    } finally {
      scope.close();
      span.end();
    }
  }

  private static Context carrying(Span span, Tracer tracer) {
    return Context.current().with(span).with(TRACER, tracer);
  }

  /** What is done on other threads is done in the trace of who asked for it. */
  public static ExecutorService carriedTo(ExecutorService threads) {
    return Context.taskWrapping(threads);
  }

  /** Sends what there is. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(LAST_WORD.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }
}
