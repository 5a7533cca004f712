package dev.quaestor.tools.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The times of one subject under one load. Safe for use by many threads. */
final class Figures {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);
  private static final int DIGITS = 3;

  private final Map<Measure, Histogram> times = new EnumMap<>(Measure.class);

  /** Returns the id of its workflow. */
  synchronized String add(Subject.Run run) {
    run.nanos()
        .forEach(
            (measure, nanos) ->
                times
                    .computeIfAbsent(measure, m -> new Histogram(LONGEST_MICROS, DIGITS))
                    .recordValue(Math.clamp(nanos / 1000, 0, LONGEST_MICROS)));
    return run.workflowId();
  }

  synchronized boolean has(Measure measure) {
    return times.containsKey(measure);
  }

  /** In milliseconds; 0 where nothing was measured. */
  synchronized double percentile(Measure measure, double percent) {
    var histogram = times.get(measure);
    return histogram == null ? 0 : histogram.getValueAtPercentile(percent) / 1000.0;
  }

  synchronized long count(Measure measure) {
    var histogram = times.get(measure);
    return histogram == null ? 0 : histogram.getTotalCount();
  }
}
