package dev.quaestor.tools.folds;

import dev.quaestor.investigation.LargeCase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/** The processor time of one walk through a case, its folds and what is shown of it between. */
final class FoldCost implements LargeCase.Meter {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private int folds;
  private long all;
  private long dearest;
  private String name = "";

  @Override
  public <T> T measured(String fold, Supplier<T> work) {
    var before = THREADS.getCurrentThreadCpuTime();
    var result = work.get();
    var cost = THREADS.getCurrentThreadCpuTime() - before;
    folds++;
    all += cost;
    if (cost > dearest) {
      dearest = cost;
      name = fold;
    }
    return result;
  }

  FoldCurve.Point of(LargeCase.Walked walked) {
    return new FoldCurve.Point(
        walked.pieces(), walked.actions(), folds, all / 1e6, dearest / 1e6, name);
  }
}
