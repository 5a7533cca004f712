package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.start.CannotStart;
import dev.quaestor.start.roll.Expected;
import dev.quaestor.start.roll.Presence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownWorkersTest {
  private static final String OURS = "0123456789abcdef";
  private static final Duration SHORT = Duration.ofMillis(1500);

  private static Presence worker(String process, String... keys) {
    return new Presence(process, process, 0, List.of(keys), "", List.of(), Map.of());
  }

  /** Answers in turn; the last one for ever. */
  @SafeVarargs
  @SuppressWarnings("varargs") // Nothing is put into it.
  private static KnownWorkers saying(List<Presence>... answers) {
    var left = new ArrayDeque<>(List.of(answers));
    return new KnownWorkers(
        () -> Optional.of(left.size() > 1 ? left.poll() : left.peek()),
        new Expected(OURS, "/keys/signing-key.pub.pem", "", List.of("-")));
  }

  @Test
  void aKeyThatNoWorkerKnowsDoesNotStartAndSaysWhatToSet() {
    var workers = saying(List.of(worker("1@a", "feed"), worker("2@b")));

    assertThatThrownBy(() -> workers.awaitBelief(SHORT))
        .isInstanceOfSatisfying(
            CannotStart.class,
            why -> {
              assertThat(why.what())
                  .contains("2 of 2 workers do not believe this starter's key " + OURS)
                  .contains("1@a, 2@b");
              assertThat(why.remedy())
                  .contains("quaestor.trust.starter-keys")
                  .contains("/keys/signing-key.pub.pem");
            });
  }

  @Test
  void aWorkerThatReadsTheNewKeyAMomentLaterIsWaitedFor() {
    var workers = saying(List.of(worker("1@a")), List.of(worker("1@a", OURS)));

    workers.awaitBelief(Duration.ofSeconds(20));

    assertThat(workers.nobodyBelieves()).isFalse();
  }

  @Test
  void withoutAnyWorkerItStartsAndIsReadyUntilOneComesThatDoesNotKnowIt() {
    var nobody = saying(List.<Presence>of());
    nobody.awaitBelief(SHORT);
    assertThat(nobody.nobodyBelieves()).isFalse();
    assertThat(nobody.checks().getFirst().sentence()).contains("No worker runs");

    var stranger = saying(List.of(worker("1@a", "feed")));
    assertThat(stranger.nobodyBelieves()).isTrue();
    assertThat(stranger.strangers()).isEqualTo(1);
  }

  @Test
  void oneMisledWorkerAmongOthersDoesNotTakeTheApiAway() {
    var workers = saying(List.of(worker("1@a", OURS), worker("2@b")));

    workers.awaitBelief(SHORT);

    assertThat(workers.nobodyBelieves()).isFalse();
    assertThat(workers.strangers()).isEqualTo(1);
    assertThat(workers.checks().getFirst().sentence()).contains("1 of 2 workers").contains("2@b");
  }

  @Test
  void whereTemporalDoesNotSayWhoPollsNothingIsClaimed() {
    var workers = new KnownWorkers(Optional::empty, new Expected(OURS, "f", "", List.of("-")));

    workers.awaitBelief(SHORT);

    assertThat(workers.nobodyBelieves()).isFalse();
    assertThat(workers.strangers()).isNaN();
    assertThat(workers.checks()).isEmpty();
  }
}
