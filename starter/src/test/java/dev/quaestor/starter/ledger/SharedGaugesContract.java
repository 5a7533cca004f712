package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ledger.SharedGauges.Telling;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two starters on one ledger tell what stands in it once. */
abstract class SharedGaugesContract extends LedgerFixture {
  private final SimpleMeterRegistry one = new SimpleMeterRegistry();
  private final SimpleMeterRegistry two = new SimpleMeterRegistry();
  private SharedGauges ofOne;
  private SharedGauges ofTwo;

  @BeforeEach
  void twoStarters() {
    ofOne = starter(one);
    ofTwo = starter(two);
  }

  private SharedGauges starter(MeterRegistry registry) {
    var gauges = new SharedGauges(database, registry, () -> now);
    new LedgerFigures(database, ledger, policies, new Capacity(500, Duration.ZERO), () -> now)
        .tellBy(gauges);
    return gauges;
  }

  private void round() {
    ofOne.round();
    ofTwo.round();
  }

  private double summed(String name, String tag, String value) {
    return Stream.of(one, two)
        .flatMap(r -> r.find(name).tag(tag, value).gauges().stream())
        .mapToDouble(Gauge::value)
        .sum();
  }

  private static boolean isSilent(MeterRegistry registry) {
    return registry.getMeters().isEmpty();
  }

  @Test
  void whatOneLedgerHoldsIsToldOnceByTwoStarters() {
    open("inv-1");
    open("inv-2");
    round();
    assertThat(summed("quaestor.investigations", "state", "RUNNING")).isEqualTo(2);
    assertThat(isSilent(one)).isFalse();
    assertThat(isSilent(two)).isTrue();
    assertThat(one.get("quaestor.capacity").gauge().value()).isEqualTo(500);
  }

  @Test
  void theOtherTellsAtOnceWhenTheFirstIsStopped() {
    open("inv-1");
    round();
    ofOne.stop();
    ofTwo.round();
    assertThat(isSilent(one)).isTrue();
    assertThat(summed("quaestor.investigations", "state", "RUNNING")).isEqualTo(1);
  }

  @Test
  void theOtherTellsSoonWhenTheFirstHasDiedOrHangs() {
    open("inv-1");
    ofOne.round();
    now = now.plus(SharedGauges.TERM).minusMillis(1);
    ofTwo.round();
    assertThat(isSilent(two)).isTrue();
    now = now.plusMillis(2);
    ofTwo.round();
    assertThat(isSilent(two)).isFalse();
    // The first wakes up, and finds that it is no longer asked.
    ofOne.round();
    assertThat(isSilent(one)).isTrue();
    assertThat(summed("quaestor.investigations", "state", "RUNNING")).isEqualTo(1);
  }

  @Test
  void whileTheLedgerDoesNotAnswerThereAreNoNumbersRatherThanZeros() {
    open("inv-1");
    round();
    database.close();
    round();
    assertThat(isSilent(one)).isTrue();
    assertThat(isSilent(two)).isTrue();
  }

  @Test
  void whatWaitsIsCountedWithTheAgeOfTheOldest() {
    open("inv-1");
    tell(
        "inv-1",
        alert("al-1", Severity.LOW),
        plan("a-1", isolate("d1"), pending(600)),
        plan("a-2", isolate("d2"), pending(600)),
        plan("a-3", isolate("d3"), new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed(
            "a-3", new Outcome.Unfinished("t-1", true, "The device is away.")));
    now = after(100);
    ofOne.round();
    assertThat(summed("quaestor.actions.waiting", "for", "decision")).isEqualTo(2);
    assertThat(summed("quaestor.actions.waiting", "for", "resource")).isEqualTo(1);
    assertThat(summed("quaestor.actions.waiting.oldest", "for", "decision")).isEqualTo(98);
    assertThat(summed("quaestor.actions.waiting.oldest", "for", "resource")).isEqualTo(96);
  }

  @Test
  void aStateThatIsOverIsZeroAndARuleOfTheTimeBeforeIsStillTold() {
    isolated("inv-1", "a-1");
    ofOne.round();
    assertThat(summed("quaestor.investigations", "state", InvestigationStatus.QUEUED.name()))
        .isZero();
    assertThat(summed("quaestor.rule.actions", "rule", "rule-1")).isEqualTo(1);
    assertThat(summed("quaestor.rule.undone", "rule", "rule-1")).isZero();
  }

  @Test
  void theTimesFromAlertToEffectAreTaken() {
    isolated("inv-1", "a-1");
    assertThat(meters.get("quaestor.time.to.remediate").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(5);
    assertThat(meters.get("quaestor.ledger.lag").timer().count()).isEqualTo(1);
  }

  @Test
  void aGaugeThatCannotBeReadIsGoneAndTheOthersStay() {
    var values = new HashMap<>(Map.of("a", 1.0, "b", 2.0));
    ofOne.tell(new Telling("x", "", "", "tag", Duration.ZERO, () -> Map.copyOf(values)));
    ofOne.tell(
        new Telling(
            "y",
            "",
            "",
            "",
            Duration.ZERO,
            () -> {
              if (values.containsKey("b")) {
                return Map.of("", 1.0);
              }
              throw new IllegalStateException("away");
            }));
    ofOne.round();
    assertThat(summed("x", "tag", "b")).isEqualTo(2);
    assertThat(one.find("y").gauge()).isNotNull();
    values.remove("b");
    var giveUp = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    // A reading rests a hundred times as long as it took.
    while ((one.find("y").gauge() != null || one.find("x").tag("tag", "b").gauge() != null)
        && System.nanoTime() < giveUp) {
      ofOne.round();
    }
    assertThat(one.find("x").tag("tag", "b").gauge()).isNull();
    assertThat(summed("x", "tag", "a")).isEqualTo(1);
    assertThat(one.find("y").gauge()).isNull();
  }

  @Test
  void whatMustBeFreshIsReadAgainSoonHoweverLongAReadingTook() {
    var back = new HashMap<>(Map.of("", 0.0));
    Supplier<Map<String, Double>> slow =
        () -> {
          try {
            Thread.sleep(150);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Map.copyOf(back);
        };
    ofOne.tell(new Telling("up", "", "", "", Duration.ZERO, Duration.ofMillis(1), slow));
    ofOne.tell(new Telling("costly", "", "", "", Duration.ZERO, slow));
    ofOne.round();
    back.put("", 1.0);
    ofOne.round();
    assertThat(one.get("up").gauge().value()).isEqualTo(1);
    assertThat(one.get("costly").gauge().value()).isZero();
  }

  @Test
  void noTagGrowsWithoutBound() {
    var many = new HashMap<String, Double>();
    IntStream.range(0, 5_000).forEach(n -> many.put("rule-" + n, 1.0));
    ofOne.tell(new Telling("x", "", "", "rule", Duration.ZERO, () -> many));
    ofOne.round();
    assertThat(one.find("x").gauges()).hasSize(200);
  }
}
