package dev.quaestor.tools.verdicts;

import dev.quaestor.evidence.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** How many items of one label got which verdict. */
final class Score {
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private int items;

  void add(Verdict verdict) {
    items++;
    verdicts.merge(verdict, 1, Integer::sum);
  }

  void add(Score other) {
    items += other.items;
    other.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Integer::sum));
  }

  int items() {
    return items;
  }

  int malicious() {
    return verdicts.getOrDefault(Verdict.MALICIOUS, 0);
  }

  int suspiciousOrWorse() {
    return malicious() + verdicts.getOrDefault(Verdict.SUSPICIOUS, 0);
  }

  /** Of all that was said to be so, what was; NaN when nothing was said to be so. */
  static double precision(int right, int wrong) {
    return right + wrong == 0 ? Double.NaN : (double) right / (right + wrong);
  }

  /** The share of {@code part} in all items; NaN when there is none. */
  double share(int part) {
    return items == 0 ? Double.NaN : (double) part / items;
  }
}
