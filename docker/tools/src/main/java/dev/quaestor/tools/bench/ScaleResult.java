package dev.quaestor.tools.bench;

import java.time.Duration;
import java.util.List;

/** What cases of growing size take. */
record ScaleResult(BenchResult.Machine machine, List<Row> rows) {

  /**
   * One case.
   *
   * @param pieces of evidence that it ended with
   * @param state in which it ended
   * @param vaultBytes of payloads that lie in the vault since
   * @param cpu of this JVM: starter, worker, lab and bench
   * @param wall from the first alert to the end
   */
  record Row(
      int pieces, String state, Billed billed, long vaultBytes, Duration cpu, Duration wall) {}
}
