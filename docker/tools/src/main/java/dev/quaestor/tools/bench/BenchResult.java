package dev.quaestor.tools.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One run of the bench.
 *
 * @param rate by course, of the crowded round; empty when it was left out
 * @param histories by course
 * @param labCalls that the engine makes for one investigation of each course, token calls included
 */
record BenchResult(
    Instant takenAt,
    Machine machine,
    BenchPlan plan,
    Duration startUp,
    List<Row> rows,
    Map<MeasuredPath, Rate> rate,
    Map<MeasuredPath, Histories> histories,
    Map<MeasuredPath, Double> labCalls,
    Memory memory) {

  /** What it ran on. */
  record Machine(
      String temporal, boolean measures, int processors, double loadBefore, String java) {}

  /** Under which load something was measured. */
  enum Load {
    ALONE,
    CROWDED
  }

  /** One line of the table, in milliseconds. */
  record Row(
      Load load,
      Measure measure,
      long count,
      double p50,
      double p99,
      double bareP50,
      double bareP99,
      double fairP50,
      double fairP99) {
    static Row of(Load load, Measure measure, Figures engine, Figures bare, Figures fair) {
      return new Row(
          load,
          measure,
          engine.count(measure),
          engine.percentile(measure, 50),
          engine.percentile(measure, 99),
          bare.percentile(measure, 50),
          bare.percentile(measure, 99),
          fair.percentile(measure, 50),
          fair.percentile(measure, 99));
    }

    double ratio() {
      return bareP50 == 0 ? 0 : p50 / bareP50;
    }

    double fairRatio() {
      return fairP50 == 0 ? 0 : p50 / fairP50;
    }
  }

  /**
   * Workflows ended in a second.
   *
   * @param repeated calls to the API that were sent again, because no worker had answered in time
   */
  record Rate(double engine, double bare, double fair, int repeated) {
    double ratio() {
      return bare == 0 ? 0 : engine / bare;
    }

    double fairRatio() {
      return fair == 0 ? 0 : engine / fair;
    }
  }

  /** What one workflow leaves behind, and where its time went one at a time. */
  record Histories(Shape engine, Shape bare, Spending engineSpending, Spending bareSpending) {}

  /** In MiB, after the run; the heap after a collection. */
  record Memory(long resident, long residentPeak, long heapUsed, long heapCommitted) {}
}
