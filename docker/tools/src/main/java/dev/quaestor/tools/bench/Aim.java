package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.BenchResult.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the run is held against.
 *
 * @param words for people
 * @param value what was measured, in the aim's own unit
 */
record Aim(String words, double value, double atMost) {
  private static final double RATIO = 1.3;
  private static final int EVENTS = 45;
  private static final int CONTAINED_MILLIS = 500;

  boolean met() {
    return value <= atMost;
  }

  static List<Aim> of(BenchResult result) {
    var aims = new ArrayList<Aim>();
    for (var row : result.rows()) {
      if (row.load() == Load.ALONE) {
        aims.add(new Aim("times bare: " + row.measure().words(), row.ratio(), RATIO));
      }
    }
    aims.add(
        new Aim(
            "history events of the first alert, the longest",
            Objects.requireNonNull(result.histories().get(MeasuredPath.AUTOMATIC))
                .engineSpending()
                .events(),
            EVENTS));
    result.rows().stream()
        .filter(r -> r.load() == Load.ALONE && r.measure() == Measure.ALERT_TO_CONTAINED)
        .forEach(
            r -> aims.add(new Aim("ms, p50 alone: alert → contained", r.p50(), CONTAINED_MILLIS)));
    return aims;
  }
}
