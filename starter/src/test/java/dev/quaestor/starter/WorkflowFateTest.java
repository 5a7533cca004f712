package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.quaestor.starter.ledger.OpenRun;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.NotFoundFailure;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is read from a server's answers; their details are those of a dev server 1.32. */
class WorkflowFateTest {
  private static final String WORKFLOW = "investigation/dev-1";

  private final Map<String, WorkflowExecutionInfo> runs = new HashMap<>();
  private boolean hasNamespace = true;
  private Server server;
  private ManagedChannel channel;
  private WorkflowFate fate;

  @BeforeEach
  void start() throws IOException {
    var name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(
                new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                  @Override
                  public void getSystemInfo(
                      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
                    answer.onNext(GetSystemInfoResponse.getDefaultInstance());
                    answer.onCompleted();
                  }

                  @Override
                  public void listWorkflowExecutions(
                      ListWorkflowExecutionsRequest request,
                      StreamObserver<ListWorkflowExecutionsResponse> answer) {
                    list(request, answer);
                  }

                  @Override
                  public void describeWorkflowExecution(
                      DescribeWorkflowExecutionRequest request,
                      StreamObserver<DescribeWorkflowExecutionResponse> answer) {
                    describe(request.getExecution().getRunId(), answer);
                  }
                })
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    fate =
        new WorkflowFate(
            WorkflowClient.newInstance(
                WorkflowServiceStubs.newServiceStubs(
                    WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build())));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private void describe(String run, StreamObserver<DescribeWorkflowExecutionResponse> answer) {
    var found = runs.get(run);
    if (found == null) {
      answer.onError(
          hasNamespace
              ? notFound(Any.pack(NotFoundFailure.getDefaultInstance()))
              : notFound(Any.pack(NamespaceNotFoundFailure.getDefaultInstance())));
      return;
    }
    answer.onNext(
        DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(found).build());
    answer.onCompleted();
  }

  private static StatusRuntimeException notFound(Any detail) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(Code.NOT_FOUND_VALUE).addDetails(detail).build());
  }

  private static WorkflowExecutionInfo run(
      String id, String first, WorkflowExecutionStatus status) {
    return WorkflowExecutionInfo.newBuilder()
        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(WORKFLOW).setRunId(id))
        .setFirstRunId(first)
        .setStatus(status)
        .build();
  }

  /** The last of them is the latest. */
  private void server(WorkflowExecutionInfo... known) {
    for (var run : known) {
      runs.put(run.getExecution().getRunId(), run);
      runs.put("", run);
    }
  }

  private Optional<String> fateOf(String run) {
    return fate.of(new OpenRun(OpenRun.Of.CASE, "inv-1", WORKFLOW, run, Instant.EPOCH));
  }

  /** One on each page. */
  private void list(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> answer) {
    if (!hasNamespace) {
      answer.onError(io.grpc.Status.UNIMPLEMENTED.asRuntimeException());
      return;
    }
    var from = request.getNextPageToken().isEmpty() ? 0 : 1;
    var run = WorkflowExecutionInfo.newBuilder();
    run.setExecution(
        WorkflowExecution.newBuilder().setWorkflowId(WORKFLOW).setRunId("listed-" + from));
    run.setFirstRunId("first-" + from);
    var page = ListWorkflowExecutionsResponse.newBuilder().addExecutions(run);
    if (from == 0) {
      page.setNextPageToken(ByteString.copyFromUtf8("more"));
    }
    answer.onNext(page.build());
    answer.onCompleted();
  }

  private static OpenRun listedAs(@Nullable String runId) {
    return new OpenRun(OpenRun.Of.CASE, "inv-1", WORKFLOW, runId, Instant.EPOCH);
  }

  @Test
  void whatIsOnAnyPageOfTheListRunsByItsOwnOrByItsFirstRunsIdAndNothingElseDoes() {
    var listed = fate.listed();

    assertThat(listed.test(listedAs("listed-0"))).isTrue();
    assertThat(listed.test(listedAs("listed-1"))).isTrue();
    assertThat(listed.test(listedAs("first-1"))).isTrue();
    assertThat(listed.test(listedAs(null))).isTrue();
    assertThat(listed.test(listedAs("another"))).isFalse();
  }

  @Test
  void whereThereAreNoListsNothingIsListed() {
    hasNamespace = false;

    assertThat(fate.listed().test(listedAs(null))).isFalse();
  }

  @Test
  void whatTheNamespaceDoesNotHaveIsGone() {
    assertThat(fateOf("r1")).contains("Temporal no longer knows its workflow");
  }

  @Test
  void aNamespaceThatIsNotThereSaysNothingOfItsWorkflows() {
    hasNamespace = false;

    assertThatThrownBy(() -> fateOf("r1"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode().value()).isEqualTo(Code.NOT_FOUND_VALUE));
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkflowExecutionStatus.class,
      mode = Mode.INCLUDE,
      names = {
        "WORKFLOW_EXECUTION_STATUS_TERMINATED",
        "WORKFLOW_EXECUTION_STATUS_CANCELED",
        "WORKFLOW_EXECUTION_STATUS_TIMED_OUT",
        "WORKFLOW_EXECUTION_STATUS_FAILED",
        "WORKFLOW_EXECUTION_STATUS_COMPLETED"
      })
  void whatHasEndedIsSaidToHave(WorkflowExecutionStatus status) {
    server(run("r1", "r1", status));

    assertThat(fateOf("r1")).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkflowExecutionStatus.class,
      mode = Mode.INCLUDE,
      names = {
        "WORKFLOW_EXECUTION_STATUS_RUNNING",
        "WORKFLOW_EXECUTION_STATUS_PAUSED",
        "WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW",
        "WORKFLOW_EXECUTION_STATUS_UNSPECIFIED"
      })
  void whatMayGoOnIsNot(WorkflowExecutionStatus status) {
    server(run("r1", "r1", status));

    assertThat(fateOf("r1")).isEmpty();
  }

  @Test
  void aRunThatWentOnAsAnotherGoesOn() {
    server(
        run("r1", "r1", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW),
        run("r2", "r1", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW),
        run("r3", "r1", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));

    assertThat(fateOf("r1")).isEmpty();
    assertThat(fateOf("r2")).isEmpty();
    assertThat(fateOf("r3")).isEmpty();
  }

  @Test
  void aRunThatWasResetGoesOn() {
    server(
        run("r1", "r1", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED),
        run("r2", "r1", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));

    assertThat(fateOf("r1")).isEmpty();
  }

  @Test
  void whoeverHasTheIdSinceDoesNotKeepItAlive() {
    server(
        run("r1", "r1", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED),
        run("r2", "r2", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));

    assertThat(fateOf("r1")).contains("its workflow was terminated");
    assertThat(fateOf("r2")).isEmpty();
  }

  @Test
  void whatRetentionTookBeforeTheIdWasUsedAgainIsGone() {
    server(run("r2", "r2", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));

    assertThat(fateOf("r1")).contains("Temporal no longer knows its workflow");
  }
}
