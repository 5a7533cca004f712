package dev.quaestor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final String QUEUE = "traced";
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final Traces traces = Traces.of(SimpleSpanProcessor.create(exported), "quaestor-test");

  @ActivityInterface
  public interface Looking {
    String look(String where);
  }

  @WorkflowInterface
  public interface Case {
    @WorkflowMethod
    String investigate();
  }

  /** Looks twice, a timer between: the second look is scheduled by a later task. */
  public static final class CaseImpl implements Case {
    private final Looking looking =
        Workflow.newActivityStub(
            Looking.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(10))
                .setRetryOptions(
                    RetryOptions.newBuilder().setInitialInterval(Duration.ofMillis(1)).build())
                .build());

    @Override
    public String investigate() {
      var first = looking.look("first");
      Workflow.sleep(Duration.ofHours(1));
      return first + looking.look("second");
    }
  }

  /** Asks a back end on a thread of its own, and fails once. */
  static final class LookingImpl implements Looking {
    private boolean failed;

    @Override
    public String look(String where) {
      try (var threads = Traces.carriedTo(Executors.newVirtualThreadPerTaskExecutor())) {
        return threads
            .submit(() -> Traces.call("defender", "GET /api/machines/{id}", () -> answer(where)))
            .get();
      } catch (Exception e) {
        throw new IllegalStateException("secret-of-a-back-end", e);
      }
    }

    private String answer(String where) {
      if (!failed) {
        failed = true;
        throw new IllegalStateException("secret-of-a-back-end");
      }
      return where;
    }
  }

  private WorkflowExecutionHistory investigated(Traces by) {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setContextPropagators(by.propagators())
                    .setInterceptors(by.clients())
                    .build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder().setWorkerInterceptors(by.activities()).build())
            .build();
    try (var temporal = TestWorkflowEnvironment.newInstance(options)) {
      var worker = temporal.newWorker(QUEUE);
      worker.registerWorkflowImplementationTypes(CaseImpl.class);
      worker.registerActivitiesImplementations(new LookingImpl());
      temporal.start();
      var client = temporal.getWorkflowClient();
      var stub =
          client.newWorkflowStub(
              Case.class,
              WorkflowOptions.newBuilder().setTaskQueue(QUEUE).setWorkflowId("case").build());
      try (var request = by.serve("POST", name -> name.equals("traceparent") ? CALLER : null)) {
        WorkflowClient.start(stub::investigate);
        request.ended("POST /api/v1/alerts", 202);
      }
      client.newUntypedWorkflowStub("case").getResult(String.class);
      return client.fetchHistory("case");
    }
  }

  private SpanData only(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<SpanData> all(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  @Test
  void oneAlertIsOneTraceFromTheCallToTheBackEnd() {
    investigated(traces);

    var request = only("POST /api/v1/alerts");
    assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(request.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(request.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    var start = only("StartWorkflow Case");
    assertThat(start.getParentSpanId()).isEqualTo(request.getSpanId());
    // One attempt failed, so two looks are three.
    var attempts = all("RunActivity Look");
    assertThat(attempts).hasSize(3);
    assertThat(attempts)
        .allMatch(a -> a.getParentSpanId().equals(start.getSpanId()))
        .extracting(a -> a.getStatus().getStatusCode())
        .containsExactlyInAnyOrder(StatusCode.ERROR, StatusCode.UNSET, StatusCode.UNSET);
    var calls = all("GET /api/machines/{id}");
    assertThat(calls).hasSize(3).allMatch(c -> c.getKind() == SpanKind.CLIENT);
    assertThat(calls)
        .extracting(SpanData::getParentSpanId)
        .containsExactlyInAnyOrderElementsOf(attempts.stream().map(SpanData::getSpanId).toList());
    assertThat(exported.getFinishedSpanItems())
        .hasSize(8)
        .allMatch(span -> span.getTraceId().equals(request.getTraceId()));
    assertThat(exported.getFinishedSpanItems().toString()).doesNotContain("secret-of-a-back-end");
  }

  @Test
  void aReplayMakesNoSpanTwice() throws Exception {
    var history = investigated(traces);
    exported.reset();

    WorkflowReplayer.replayWorkflowExecution(history, CaseImpl.class);

    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aHistoryOfATimeWithoutTracesGoesOnWithThem() throws Exception {
    var history = investigated(Traces.none());
    assertThat(exported.getFinishedSpanItems()).isEmpty();

    try (var temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setContextPropagators(traces.propagators())
                        .build())
                .build())) {
      var worker = temporal.newWorker(QUEUE);
      worker.registerWorkflowImplementationTypes(
          WorkflowImplementationOptions.getDefaultInstance(), CaseImpl.class);
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  @Test
  void whatIsNoTraceparentBeginsATraceOfItsOwn() {
    for (var header :
        new String[] {
          "",
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n",
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
          "00-00000000000000000000000000000000-b7ad6b7169203331-01",
          "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
          "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "00 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 01",
          CALLER + "-more",
          "x".repeat(100_000)
        }) {
      exported.reset();
      try (var request = traces.serve("GET", name -> header)) {
        assertThat(request.traceId()).hasSize(32);
      }
      assertThat(only("GET").getParentSpanContext().isValid())
          .as(header.substring(0, Math.min(60, header.length())))
          .isFalse();
    }
  }

  @Test
  void nothingIsTracedUnlessAReceiverIsNamed() {
    var off = Traces.to(null, "quaestor-test");
    assertThat(off.isOn()).isFalse();
    assertThat(off.propagators()).isEmpty();
    assertThat(off.activities()).isEmpty();
    assertThat(off.clients()).isEmpty();
    assertThat(Traces.call("defender", "GET /x", () -> "answer")).isEqualTo("answer");
    assertThatThrownBy(() -> Traces.to(URI.create("ftp://otel.example"), "x"))
        .hasMessageContaining("quaestor.traces.otlp.url");
  }
}
