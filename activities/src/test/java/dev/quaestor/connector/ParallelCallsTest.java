package dev.quaestor.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelCallsTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void eachHasItsAnswerInOrderAndNotAllAreUnderWayAtOnce() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();

    var answers =
        ParallelCalls.each(
            HUNDRED,
            i -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.yield();
              running.decrementAndGet();
              return -i;
            });

    assertThat(answers).isEqualTo(HUNDRED.stream().map(i -> -i).toList());
    assertThat(most).hasValueLessThanOrEqualTo(8);
  }

  @Test
  void theFirstFailureIsToldAfterTheOthersHaveEnded() {
    var ended = new AtomicInteger();

    assertThatThrownBy(
            () ->
                ParallelCalls.each(
                    HUNDRED,
                    i -> {
                      if (i == 3 || i == 7) {
                        throw new ConnectorException(ConnectorException.Kind.DOWN, "no " + i);
                      }
                      return ended.incrementAndGet();
                    }))
        .isInstanceOf(ConnectorException.class)
        .hasMessage("no 3");
    assertThat(ended).hasValue(98);
  }
}
