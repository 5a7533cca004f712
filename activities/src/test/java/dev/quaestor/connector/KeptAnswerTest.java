package dev.quaestor.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {
  private static final Duration KEPT = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void anAnswerIsToldAgainUntilItIsTooOld() {
    var answer = new KeptAnswer<>(KEPT, asked::incrementAndGet, nanos::get);

    assertThat(answer.get()).isEqualTo(1);
    nanos.set(KEPT.toNanos() - 1);
    assertThat(answer.get()).isEqualTo(1);
    nanos.set(KEPT.toNanos());
    assertThat(answer.get()).isEqualTo(2);
  }

  @Test
  void itsAgeCountsFromTheQuestion() {
    var answer =
        new KeptAnswer<>(
            KEPT,
            () -> {
              nanos.addAndGet(KEPT.toNanos() / 2);
              return asked.incrementAndGet();
            },
            nanos::get);

    answer.get();
    nanos.set(KEPT.toNanos());

    assertThat(answer.get()).isEqualTo(2);
  }

  @Test
  void howeverManyWantItAtOneTimeItIsAskedForOnce() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    var answer =
        new KeptAnswer<>(
            KEPT,
            () -> {
              await(mayAnswer);
              return asked.incrementAndGet();
            });

    assertThat(together(answer, 20, mayAnswer)).containsOnly(1);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aFailureIsMetByAllWhoWaitForItAndKeptForNobody() throws Exception {
    var mayFail = new CountDownLatch(1);
    var answer =
        new KeptAnswer<Integer>(
            KEPT,
            () -> {
              await(mayFail);
              if (asked.incrementAndGet() == 1) {
                throw new ConnectorException(ConnectorException.Kind.DOWN, "away");
              }
              return asked.get();
            });

    assertThatThrownBy(() -> together(answer, 5, mayFail)).hasMessage("away");
    assertThat(answer.get()).isEqualTo(asked.get()).isGreaterThan(1);
  }

  @Test
  void aFailedRenewalIsNoReasonToTellTheOldAnswer() {
    var answer =
        new KeptAnswer<>(
            KEPT,
            () -> {
              if (asked.incrementAndGet() == 2) {
                throw new ConnectorException(ConnectorException.Kind.DOWN, "away");
              }
              return asked.get();
            },
            nanos::get);
    answer.get();
    nanos.set(KEPT.toNanos());

    assertThatThrownBy(answer::get).isInstanceOf(ConnectorException.class);
    assertThat(answer.get()).isEqualTo(3);
  }

  @Test
  void whoComesAfterAChangeIsNotAnsweredFromBeforeItEvenWhereThatIsUnderWay() throws Exception {
    var underWay = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var answer =
        new KeptAnswer<>(
            KEPT,
            () -> {
              var number = asked.incrementAndGet();
              if (number == 1) {
                underWay.countDown();
                await(mayAnswer);
              }
              return number;
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var before = threads.submit(answer::get);
      underWay.await();

      answer.outdated();

      assertThat(answer.get()).isEqualTo(2);
      mayAnswer.countDown();
      assertThat(before.get()).isEqualTo(1);
    }
    assertThat(answer.get()).isEqualTo(2);
  }

  private static List<Integer> together(KeptAnswer<Integer> answer, int many, CountDownLatch open)
      throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var started = new CountDownLatch(many);
      var all =
          IntStream.range(0, many)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            started.countDown();
                            return answer.get();
                          }))
              .toList();
      started.await();
      open.countDown();
      return all.stream().map(KeptAnswerTest::result).toList();
    }
  }

  private static Integer result(Future<Integer> future) {
    return ParallelCalls.result(future);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
