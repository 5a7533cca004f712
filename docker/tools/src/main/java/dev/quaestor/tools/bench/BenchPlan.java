package dev.quaestor.tools.bench;

/**
 * How much is measured.
 *
 * @param warmUp alerts of each kind before anything counts
 * @param alone alerts of each kind one at a time
 * @param inFlight how many at one time in the crowded round
 * @param crowd alerts of each kind in the crowded round; 0 leaves it out
 */
record BenchPlan(int warmUp, int alone, int inFlight, int crowd) {
  BenchPlan {
    if (warmUp < 1 || alone < 1 || inFlight < 1 || crowd < 0) {
      throw new IllegalArgumentException(
          "warm-up, alone and in-flight are 1 at least, crowd 0 at least");
    }
  }
}
