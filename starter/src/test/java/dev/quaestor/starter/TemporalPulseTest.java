package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalPulseTest {
  private static final Instant THERE = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void aServerThatIsAwayIsTheAnswerAndNoFailure() throws IOException {
    var felt = felt(RunningStarter.freePort(), THERE, TemporalPulse::feel);

    assertThat(felt.trouble()).isNotBlank();
    assertThat(felt.queues()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-120, -235, 0, 60, 235})
  void clocksThatDifferByLessThanWorkersForgiveAreNoMatter(long ahead) throws IOException {
    var felt = of(Duration.ofSeconds(ahead), TemporalPulse::feel);

    assertThat(felt.ahead()).isNull();
    assertThat(of(Duration.ofSeconds(ahead), TemporalPulse::isOnTime)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-7200, -310, 360, 7200})
  void aClockThatMakesNobodyBelieveThisStarterIsSeenAndHidesNoWorker(long ahead)
      throws IOException {
    var felt = of(Duration.ofSeconds(ahead), TemporalPulse::feel);

    assertThat(felt.ahead()).isBetween(Duration.ofSeconds(ahead), Duration.ofSeconds(ahead + 70));
    assertThat(felt.queues()).hasSize(4).allSatisfy(q -> assertThat(q.pollers()).isEqualTo(1));
    assertThat(of(Duration.ofSeconds(ahead), TemporalPulse::isOnTime)).isFalse();
  }

  @Test
  void whileTemporalIsAwayNobodySaysThatTheClockIsWrong() throws IOException {
    assertThat(felt(RunningStarter.freePort(), THERE, TemporalPulse::isOnTime)).isTrue();
  }

  /** Of a server with one poller for each queue, which asked for work half a minute ago. */
  private static <T> T of(Duration ahead, Function<TemporalPulse, T> look) throws IOException {
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new OnePoller())
            .build()
            .start();
    try {
      return felt(server.getPort(), THERE.plus(ahead), look);
    } finally {
      server.shutdownNow();
    }
  }

  private static <T> T felt(int port, Instant here, Function<TemporalPulse, T> look) {
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setExpiration(Duration.ofSeconds(1))
                        .validateBuildWithDefaults())
                .build());
    try {
      return look.apply(
          new TemporalPulse(
              new TemporalAccess(WorkflowClient.newInstance(stubs), Duration.ofSeconds(5)),
              () -> here));
    } finally {
      stubs.shutdownNow();
    }
  }

  private static final class OnePoller extends WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      say(answer, GetSystemInfoResponse.getDefaultInstance());
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
      say(answer, DescribeNamespaceResponse.getDefaultInstance());
    }

    @Override
    public void describeTaskQueue(
        DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
      say(
          answer,
          DescribeTaskQueueResponse.newBuilder()
              .addPollers(
                  PollerInfo.newBuilder()
                      .setIdentity("1@one")
                      .setLastAccessTime(
                          Timestamps.fromMillis(THERE.minusSeconds(30).toEpochMilli())))
              .build());
    }

    private static <T> void say(StreamObserver<T> answer, T what) {
      answer.onNext(what);
      answer.onCompleted();
    }
  }
}
