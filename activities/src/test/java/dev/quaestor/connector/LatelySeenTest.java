package dev.quaestor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatelySeenTest {
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final LatelySeen<Integer, String> seen = new LatelySeen<>(LATELY, nanos::get);

  @Test
  void whatWasSeenIsKnownForSecondsHoweverOftenItIsAskedFor() {
    seen.saw(1, "one");

    nanos.set(LATELY.toNanos() - 1);
    assertThat(seen.about(1)).contains("one");
    nanos.set(LATELY.toNanos());
    assertThat(seen.about(1)).isEmpty();
  }

  @Test
  void whatIsNotThereAnyMoreIsNotRemembered() {
    seen.saw(1, "one");
    seen.saw(1, null);

    assertThat(seen.about(1)).isEmpty();
  }

  @Test
  void itHoldsAThousandTheNewestOnes() {
    for (int i = 0; i < 1_500; i++) {
      seen.saw(i, "a");
    }

    assertThat(seen.about(499)).isEmpty();
    assertThat(seen.about(500)).isPresent();
    assertThat(seen.about(1_499)).isPresent();
  }
}
