package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.BenchResult.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the run is held against.
 *
 * @param words for people
 * @param value what was measured, in the aim's own unit
 */
record Aim(String words, double value, Bound bound, double limit) {
  private static final double TIMES_BARE = 1.3;
  private static final double RATE_OF_BARE = 0.7;
  private static final double RATE_OF_FAIR = 0.85;
  private static final int EVENTS = 30;
  private static final int CONTAINED_MILLIS = 500;

  /** On which side of its limit a value has to be. */
  enum Bound {
    AT_MOST("at most"),
    AT_LEAST("at least");

    private final String words;

    Bound(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  boolean met() {
    return switch (bound) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
    };
  }

  private static Aim atMost(String words, double value, double limit) {
    return new Aim(words, value, Bound.AT_MOST, limit);
  }

  static List<Aim> of(BenchResult result) {
    var aims = new ArrayList<Aim>();
    for (var row : result.rows()) {
      if (row.load() == Load.ALONE) {
        aims.add(atMost("times bare: " + row.measure().words(), row.ratio(), TIMES_BARE));
      }
    }
    result
        .rate()
        .forEach(
            (course, rate) -> {
              var of = course.name().toLowerCase(Locale.ROOT);
              aims.add(
                  new Aim(
                      "rate of the bare one: " + of, rate.ratio(), Bound.AT_LEAST, RATE_OF_BARE));
              aims.add(
                  new Aim(
                      "rate of the fair one: " + of,
                      rate.fairRatio(),
                      Bound.AT_LEAST,
                      RATE_OF_FAIR));
            });
    aims.add(
        atMost(
            "history events of the first alert, the longest",
            Objects.requireNonNull(result.histories().get(MeasuredPath.AUTOMATIC))
                .engineSpending()
                .events(),
            EVENTS));
    result.rows().stream()
        .filter(r -> r.load() == Load.ALONE && r.measure() == Measure.ALERT_TO_CONTAINED)
        .forEach(
            r -> aims.add(atMost("ms, p50 alone: alert → contained", r.p50(), CONTAINED_MILLIS)));
    return aims;
  }
}
