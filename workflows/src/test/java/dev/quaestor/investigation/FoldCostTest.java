package dev.quaestor.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a fold costs follows what changed and not how large the case is. It is told by what is
 * allocated, which no busy machine changes.
 */
class FoldCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** In bytes, of each kind of fold its mean. */
  private static Map<String, Double> allocated(int pieces) {
    var sums = new TreeMap<String, long[]>();
    var walked =
        LargeCase.walk(
            pieces,
            true,
            new LargeCase.Meter() {
              @Override
              public <T> T measured(String fold, Supplier<T> work) {
                var before = THREADS.getCurrentThreadAllocatedBytes();
                var result = work.get();
                var sum = sums.computeIfAbsent(fold, f -> new long[2]);
                sum[0] += THREADS.getCurrentThreadAllocatedBytes() - before;
                sum[1]++;
                return result;
              }
            });
    assertThat(walked.pieces()).isEqualTo(pieces);
    assertThat(walked.actions()).isEqualTo(pieces);
    var means = new TreeMap<String, Double>();
    sums.forEach((fold, sum) -> means.put(fold, (double) sum[0] / sum[1]));
    return means;
  }

  @Test
  void oneStepOfALargeCaseTakesLittleMoreThanOneOfASmallOne() {
    allocated(100);
    var small = allocated(250);
    var large = allocated(4000);

    for (var fold :
        new String[] {"examining", "examined", "prepared", "progressed", "next", "shown", "sent"}) {
      assertThat(large.get(fold) / small.get(fold))
          .as("%s, %.0f bytes and %.0f", fold, small.get(fold), large.get(fold))
          .isLessThan(3);
    }
  }

  @Test
  void aWholePlanTakesNoMoreForEachPiece() {
    allocated(100);
    var small = allocated(500);
    var large = allocated(4000);

    assertThat(large.get("planned") / small.get("planned")).isLessThan(8 * 2);
  }
}
