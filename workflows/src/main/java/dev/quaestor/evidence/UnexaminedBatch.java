package dev.quaestor.evidence;

import java.util.List;

/**
 * What stands for a batch that no worker could look at: everything in it is blind, and says why.
 */
public final class UnexaminedBatch {
  private UnexaminedBatch() {}

  public static List<Examination> of(List<Evidence> batch) {
    var blind =
        Finding.blind(Propagation.SOURCE, "NOT_EXAMINED", "No worker could look at it in time");
    return batch.stream()
        .map(e -> new Examination(e.key(), e.entity(), List.of(blind), List.of(), List.of()))
        .toList();
  }
}
