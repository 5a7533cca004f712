package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.json.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

@Timeout(60)
class AlertIntakeTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void whenAllReadersAreBusyAndTheQueueIsFullTheNextIsRefusedAtOnce() throws Exception {
    var held = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    // The first look at the clock is the beginning of a reading.
    var reader =
        AlertReader.withClock(
            () -> {
              begun.countDown();
              await(held);
              return 0;
            });
    try (var intake = new AlertIntake(reader, 1, 1);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = CompletableFuture.supplyAsync(() -> intake.read(BODY, null, null, null), callers);
      begun.await();
      var second =
          CompletableFuture.supplyAsync(() -> intake.read(BODY, null, null, null), callers);
      while (intake.waiting() == 0) {
        Thread.sleep(Duration.ofMillis(5));
      }
      assertThatThrownBy(() -> intake.read(BODY, null, null, null))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                assertThat(refusal.problem().status()).isEqualTo(503);
                var call = new MockHttpServletRequest("POST", "/api/v1/alerts");
                assertThat(new ProblemAdvice().refused(refusal, call))
                    .isInstanceOfSatisfying(
                        ResponseEntity.class,
                        answer ->
                            assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("5"));
              });
      held.countDown();
      assertThat(first.join()).isInstanceOf(Reading.Refused.class);
      assertThat(second.join()).isInstanceOf(Reading.Refused.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
