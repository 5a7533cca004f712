package dev.quaestor.tools.bench;

/**
 * How much is parked and decided.
 *
 * @param cases that wait for a person
 * @param heap of the worker, as {@code 512m}
 * @param sample how many are decided before the worker's restart, and as many after it
 * @param perSecond how many of them in a second
 * @param inFlight how many alerts are on their way at one time while the cases are parked
 * @param again whether they have been parked by an earlier run
 */
record ParkedPlan(
    int cases, String heap, int sample, double perSecond, int inFlight, boolean again) {
  private static final int ROUNDS = 2;

  ParkedPlan {
    if (cases < 1 || sample < 1 || perSecond <= 0 || inFlight < 1) {
      throw new IllegalArgumentException("N, sample, rate and in-flight are above 0");
    }
    if (sample * ROUNDS > cases) {
      throw new IllegalArgumentException("a sample is at most half of the cases");
    }
    if (!heap.matches("[0-9kKmMgG]{1,12}")) {
      throw new IllegalArgumentException(heap + " is no size of a heap, as 512m is");
    }
  }
}
