package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TemporalPulseTest {
  @Test
  void aServerThatIsAwayIsTheAnswerAndNoFailure() throws IOException {
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + RunningStarter.freePort())
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setExpiration(Duration.ofSeconds(1))
                        .validateBuildWithDefaults())
                .build());
    try {
      var felt =
          new TemporalPulse(
                  new TemporalAccess(WorkflowClient.newInstance(stubs), Duration.ofSeconds(5)))
              .feel();

      assertThat(felt.trouble()).isNotBlank();
      assertThat(felt.queues()).isEmpty();
    } finally {
      stubs.shutdownNow();
    }
  }
}
