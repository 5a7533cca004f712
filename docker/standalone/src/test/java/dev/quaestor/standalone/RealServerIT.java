package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What we build on: that a secured server itself says who sent a signal. */
@ExtendWith(RealServer.Shared.class)
class RealServerIT {
  private final RealServer server;

  RealServerIT(RealServer server) {
    this.server = server;
  }

  @Test
  void theEventOfASignalNamesTheSubjectOfTheTokenThatSentIt() {
    var run = started();
    as(
        "alice@contoso.example",
        "quaestor:write",
        client -> {
          client.newUntypedWorkflowStub(run.getWorkflowId()).signal("decide", "I am Bob");
          return null;
        });

    var signalled =
        as("engine", "quaestor:admin", client -> client.fetchHistory(run.getWorkflowId()))
            .getEvents()
            .stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
            .toList();
    assertThat(signalled).hasSize(1);
    assertThat(signalled.getFirst().getPrincipal().getType()).isEqualTo("jwt");
    assertThat(signalled.getFirst().getPrincipal().getName()).isEqualTo("alice@contoso.example");
  }

  @Test
  void whoMayOnlyReadSendsNoSignal() {
    var run = started();

    assertThatThrownBy(
            () ->
                as(
                    "reader@contoso.example",
                    "quaestor:read",
                    client -> {
                      client.newUntypedWorkflowStub(run.getWorkflowId()).signal("decide", "x");
                      return null;
                    }))
        .rootCause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
  }

  private WorkflowExecution started() {
    return as(
        "engine",
        "quaestor:admin",
        client ->
            client
                .newUntypedWorkflowStub(
                    "Nobody",
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("nobody/" + UUID.randomUUID())
                        .setTaskQueue("nobody")
                        .build())
                .start());
  }

  private <T> T as(String subject, String permission, Function<WorkflowClient, T> does) {
    WorkflowServiceStubs stubs = server.connect(server.token(subject, permission));
    try {
      return does.apply(
          WorkflowClient.newInstance(
              stubs,
              WorkflowClientOptions.newBuilder().setNamespace(RealServer.NAMESPACE).build()));
    } finally {
      stubs.shutdownNow();
    }
  }
}
