package dev.quaestor.tools.bench;

import java.time.Duration;
import java.util.List;

/**
 * What parked cases take, and how long a decision on one of them.
 *
 * @param parking how long it took to park them all, by the API
 * @param before the worker's heap with no case
 * @param parked the same with all of them
 * @param rounds one for each time that a sample was decided
 */
record ParkedResult(
    BenchResult.Machine machine,
    ParkedPlan plan,
    Duration parking,
    WorkerProcess.Heap before,
    WorkerProcess.Heap parked,
    List<Round> rounds) {

  /**
   * A sample that was decided.
   *
   * @param name for people
   * @param p50 milliseconds from the decision to its effect on the device
   * @param heap after it
   * @param repeated how many decisions were sent again because no worker answered in time
   */
  record Round(
      String name,
      double p50,
      double p90,
      double p99,
      double max,
      WorkerProcess.Heap heap,
      int repeated) {}

  /** Bytes of heap for each case that is held; 0 where none is. */
  long perCase() {
    return parked.cached() == 0 ? 0 : (parked.used() - before.used()) / parked.cached();
  }
}
