package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemporalAccessTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(1200);

  private TestServer.PortBoundTestServer server;
  private WorkflowServiceStubs stubs;

  @BeforeEach
  void start() throws IOException {
    int port = RunningStarter.freePort();
    server = TestServer.createPortBoundServer(port, true);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.close();
  }

  private TemporalAccess access(Duration bound) {
    return new TemporalAccess(WorkflowClient.newInstance(stubs), bound);
  }

  /** As the SDK does, which goes on trying in silence. */
  private static Object silence() throws InterruptedException {
    new CountDownLatch(1).await();
    return "never";
  }

  private static TemporalException.Kind kindOf(Throwable thrown) {
    return ((TemporalException) thrown).kind();
  }

  @Test
  void whoWaitsForAnAnswerIsToldWithinSecondsThatTemporalIsGone() {
    var access = access(LONG);
    assertThat(access.isReachable()).isTrue();
    server.close();
    var asked = Instant.now();

    assertThatThrownBy(() -> access.call(TemporalAccessTest::silence))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(TemporalException.Kind.UNREACHABLE));

    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(3));
    assertThat(access.isReachable()).isFalse();
  }

  @Test
  void whileTemporalIsThereASilenceIsTheWorkers() {
    assertThatThrownBy(() -> access(SHORT).call(TemporalAccessTest::silence))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(TemporalException.Kind.NO_ANSWER));
  }

  @Test
  void anAnswerThatTakesLongerThanALookIsStillTheAnswer() {
    var answer =
        access(LONG)
            .call(
                () -> {
                  Thread.sleep(Duration.ofMillis(1300));
                  return "late";
                });

    assertThat(answer).isEqualTo("late");
  }
}
