package dev.quaestor.evidence;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands for a batch that no worker could look at: everything in it is blind, and says why.
 */
public final class UnexaminedBatch {
  private UnexaminedBatch() {}

  /** The answer to what was asked, no more, and blind where it says nothing. */
  public static List<Examination> completed(List<Evidence> asked, List<Examination> answered) {
    var byKey =
        answered.stream()
            .collect(Collectors.toMap(Examination::key, Function.identity(), (one, same) -> one));
    return asked.stream()
        .map(e -> byKey.containsKey(e.key()) ? byKey.get(e.key()) : of(List.of(e)).getFirst())
        .toList();
  }

  /** What a batch says by itself, each piece of it blind for what nobody could be asked. */
  public static List<Examination> unasked(List<Examination> alone) {
    var blind =
        Finding.blind(
            Propagation.SOURCE, "NOT_EXAMINED", "No back end could be asked about it in time");
    return alone.stream()
        .map(
            one ->
                new Examination(
                    one.key(),
                    one.entity(),
                    Stream.concat(one.findings().stream(), Stream.of(blind)).toList(),
                    one.related(),
                    one.offered(),
                    one.withheld(),
                    one.confirmed()))
        .toList();
  }

  public static List<Examination> of(List<Evidence> batch) {
    var blind =
        Finding.blind(Propagation.SOURCE, "NOT_EXAMINED", "No worker could look at it in time");
    return batch.stream()
        .map(e -> new Examination(e.key(), e.entity(), List.of(blind), List.of(), List.of()))
        .toList();
  }
}
