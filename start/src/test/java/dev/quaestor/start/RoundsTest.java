package dev.quaestor.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final AtomicInteger gone = new AtomicInteger();

  @Test
  void theyGoOnUntilThereIsNothingMoreToDo() throws InterruptedException {
    var done = new CountDownLatch(3);
    var rounds =
        new Rounds(
            "three",
            () -> {
              done.countDown();
              return gone.incrementAndGet() < 3 ? Optional.of(Duration.ZERO) : Optional.empty();
            });

    rounds.start(Duration.ZERO);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    rounds.stop();
    assertThat(gone).hasValue(3);
  }

  @Test
  void noneBeginsOnceItIsStoppedAndTheOneUnderWayIsWaitedForAndNeverInterrupted()
      throws InterruptedException {
    var begun = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var whole = new AtomicBoolean();
    var rounds =
        new Rounds(
            "one",
            () -> {
              gone.incrementAndGet();
              begun.countDown();
              try {
                Thread.sleep(300);
                whole.set(true);
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return Optional.of(Duration.ZERO);
            });
    rounds.start(Duration.ZERO);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    rounds.stop();

    assertThat(whole).isTrue();
    assertThat(interrupted).isFalse();
    assertThat(gone).hasValue(1);
    assertThat(rounds.isRunning()).isFalse();
  }

  @Test
  void aRestWithinARoundEndsWhenItIsStopped() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var rested = new AtomicBoolean(true);
    var self = new Rounds[1];
    self[0] =
        new Rounds(
            "resting",
            () -> {
              begun.countDown();
              rested.set(self[0].rests(Duration.ofHours(1)));
              return Optional.empty();
            });
    self[0].start(Duration.ZERO);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    self[0].stop();

    assertThat(rested).isFalse();
  }

  @Test
  void oneThatIsStoppedBeforeItsFirstRoundHasNone() {
    var rounds =
        new Rounds(
            "none",
            () -> {
              gone.incrementAndGet();
              return Optional.empty();
            });

    rounds.start(Duration.ofHours(1));
    assertThat(rounds.isRunning()).isTrue();
    rounds.stop();

    assertThat(gone).hasValue(0);
  }
}
