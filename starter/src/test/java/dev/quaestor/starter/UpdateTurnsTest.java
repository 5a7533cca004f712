package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UpdateTurnsTest {
  private static final String ONE = "investigation/one";

  @Test
  void fourUpdatesOfOneWorkflowAreUnderWayAtMostAndTheOthersFollow() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var ended = new AtomicInteger();
    var full = new CountDownLatch(4);
    var end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        threads.submit(
            () ->
                UpdateTurns.inTurn(
                    ONE,
                    () -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      full.countDown();
                      await(end);
                      now.decrementAndGet();
                      return ended.incrementAndGet();
                    }));
      }
      assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(UpdateTurns.<String>inTurn("investigation/another", () -> "at once"))
          .isEqualTo("at once");
      end.countDown();
    }
    assertThat(most).hasValue(4);
    assertThat(ended).hasValue(60);
  }

  @Test
  void oneThatFailsOrIsInterruptedTakesNobodysTurn() {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(
              () ->
                  UpdateTurns.inTurn(
                      ONE,
                      () -> {
                        throw new IllegalStateException("refused");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> UpdateTurns.inTurn(ONE, () -> "never"))
        .isInstanceOf(TemporalException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(UpdateTurns.<String>inTurn(ONE, () -> "again")).isEqualTo("again");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
