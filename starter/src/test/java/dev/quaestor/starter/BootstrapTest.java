package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import dev.quaestor.start.CannotStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.wire.SearchKeys;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final java.time.Duration MONTH = java.time.Duration.ofDays(30);
  private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(10);

  /** Of each namespace, in hours. */
  private final Map<String, Long> namespaces = new ConcurrentHashMap<>();

  private final Map<String, IndexedValueType> attributes = new ConcurrentHashMap<>();
  private Server server;

  /** As much of Temporal as bootstrap speaks to. */
  private final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> to) {
      answer(to, GetSystemInfoResponse.getDefaultInstance());
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> to) {
      var hours = namespaces.get(request.getNamespace());
      if (hours == null) {
        to.onError(Status.NOT_FOUND.asRuntimeException());
      } else {
        answer(
            to,
            DescribeNamespaceResponse.newBuilder()
                .setConfig(
                    NamespaceConfig.newBuilder()
                        .setWorkflowExecutionRetentionTtl(
                            Duration.newBuilder().setSeconds(hours * 3_600)))
                .build());
      }
    }

    @Override
    public void registerNamespace(
        RegisterNamespaceRequest request, StreamObserver<RegisterNamespaceResponse> to) {
      namespaces.put(
          request.getNamespace(),
          request.getWorkflowExecutionRetentionPeriod().getSeconds() / 3_600);
      answer(to, RegisterNamespaceResponse.getDefaultInstance());
    }

    @Override
    public void countWorkflowExecutions(
        CountWorkflowExecutionsRequest request,
        StreamObserver<CountWorkflowExecutionsResponse> to) {
      answer(to, CountWorkflowExecutionsResponse.getDefaultInstance());
    }
  }

  private final class Operator extends OperatorServiceGrpc.OperatorServiceImplBase {
    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> to) {
      answer(
          to, ListSearchAttributesResponse.newBuilder().putAllCustomAttributes(attributes).build());
    }

    @Override
    public void addSearchAttributes(
        AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> to) {
      attributes.putAll(request.getSearchAttributesMap());
      answer(to, AddSearchAttributesResponse.getDefaultInstance());
    }
  }

  private static <T> void answer(StreamObserver<T> to, T what) {
    to.onNext(what);
    to.onCompleted();
  }

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Frontend())
            .addService(new Operator())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private TemporalDoor door() {
    return TemporalDoor.of(
        Map.of("TEMPORAL_NAMESPACE", "soc"), "127.0.0.1:%d".formatted(server.getPort()));
  }

  @Test
  void whatIsMissingIsMadeAndWhatIsThereStays() {
    assertThat(Bootstrap.run(door(), MONTH, PATIENCE))
        .isEqualTo(new Bootstrap.Done(true, true, MONTH));
    assertThat(attributes).isEqualTo(SearchKeys.all());

    namespaces.put("soc", 24L);
    assertThat(Bootstrap.run(door(), MONTH, PATIENCE))
        .isEqualTo(new Bootstrap.Done(false, false, java.time.Duration.ofHours(24)));
    assertThat(namespaces).containsExactly(Map.entry("soc", 24L));
  }

  @Test
  void aSearchAttributeOfAnotherTypeIsNamedAndNeitherTakenNorSet() {
    namespaces.put("soc", 720L);
    attributes.putAll(SearchKeys.all());
    attributes.put("QuaestorPendingActions", IndexedValueType.INDEXED_VALUE_TYPE_TEXT);

    assertThatThrownBy(() -> Bootstrap.run(door(), MONTH, PATIENCE))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "The search attribute QuaestorPendingActions of the namespace soc is of the type TEXT,"
                + " and must be INT.");

    var stubs = WorkflowServiceStubs.newServiceStubs(door().stubs().build());
    try {
      assertThat(SearchAttributeRegistration.ensure(stubs, "soc")).isFalse();
      assertThatThrownBy(() -> SearchAttributeRegistration.missing(stubs, "soc"))
          .hasMessageContaining("QuaestorPendingActions");
    } finally {
      stubs.shutdownNow();
    }
  }

  @Test
  void aTemporalThatIsAwayIsSaidToBeAwayAndNotToRefuse() {
    var door = door();
    server.shutdownNow();

    assertThatThrownBy(() -> Bootstrap.run(door, MONTH, java.time.Duration.ofSeconds(1)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("does not answer (waited 1 s)");
  }
}
