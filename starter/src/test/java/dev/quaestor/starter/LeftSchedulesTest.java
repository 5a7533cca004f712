package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quaestor.start.TemporalDoor;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftSchedulesTest {
  private static final int OF_A_PAGE = 2;

  private final List<String> schedules = new ArrayList<>();
  private Server server;
  private WorkflowServiceStubs stubs;

  /** A page is small, so that what comes later is asked for. */
  private final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> to) {
      to.onNext(GetSystemInfoResponse.getDefaultInstance());
      to.onCompleted();
    }

    @Override
    public void listSchedules(
        ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> to) {
      assertThat(request.getNamespace()).isEqualTo("soc");
      int from =
          request.getNextPageToken().isEmpty()
              ? 0
              : Integer.parseInt(request.getNextPageToken().toStringUtf8());
      int end = Math.min(from + OF_A_PAGE, schedules.size());
      var page = ListSchedulesResponse.newBuilder();
      schedules
          .subList(from, end)
          .forEach(id -> page.addSchedules(ScheduleListEntry.newBuilder().setScheduleId(id)));
      if (end < schedules.size()) {
        page.setNextPageToken(ByteString.copyFromUtf8(String.valueOf(end)));
      }
      to.onNext(page.build());
      to.onCompleted();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Frontend())
            .build()
            .start();
    var door =
        TemporalDoor.of(
            Map.of("TEMPORAL_NAMESPACE", "soc"), "127.0.0.1:%d".formatted(server.getPort()));
    stubs = WorkflowServiceStubs.newServiceStubs(door.stubs().build());
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.shutdownNow();
  }

  private static AlertSourceProperties.Source source(String connector) {
    return new AlertSourceProperties.Source(
        connector,
        null,
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        List.of(),
        List.of(),
        false);
  }

  @Test
  void aScheduleWhoseSourceIsNotSetIsNamedAndNobodyElses() {
    schedules.addAll(
        List.of("backup", "alert-feed/defender", "alert-feedback", "report", "alert-feed/graph"));

    var left = LeftSchedules.of(stubs, "soc", List.of(source("defender")));

    assertThat(left).containsExactly("alert-feed/graph");
    assertThat(LeftSchedules.sentence(left)).contains("alert-feed/graph");
    assertThat(LeftSchedules.remedy(left))
        .endsWith("temporal schedule delete --schedule-id alert-feed/graph");
  }

  @Test
  void whereEachIsSetOrNoneIsThereNothingIsSaid() {
    assertThat(LeftSchedules.of(stubs, "soc", List.of())).isEmpty();

    schedules.add("alert-feed/graph");
    assertThat(LeftSchedules.of(stubs, "soc", List.of(source("graph")))).isEmpty();
  }
}
