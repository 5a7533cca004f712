package dev.quaestor.evidence;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands for a batch that nobody could look at: everything in it is blind, and says why. */
public final class UnexaminedBatch {
  private static final Away NO_WORKER = new Away("No worker could examine it in time", null);
  private static final Away UNASKED = new Away("No back end could be asked about it in time", null);

  private UnexaminedBatch() {}

  /** The answer to what was asked, no more, and blind where it says nothing. */
  public static List<Examination> completed(List<Evidence> asked, List<Examination> answered) {
    var byKey =
        answered.stream()
            .collect(Collectors.toMap(Examination::key, Function.identity(), (one, same) -> one));
    return asked.stream()
        .map(e -> byKey.containsKey(e.key()) ? byKey.get(e.key()) : of(e))
        .toList();
  }

  /** What a batch says by itself, to be looked at again: nobody could be asked about it. */
  public static List<Examination> unasked(List<Examination> alone) {
    return alone.stream()
        .map(
            one ->
                new Examination(
                    one.key(),
                    one.entity(),
                    Stream.concat(one.findings().stream(), Stream.of(blind(UNASKED))).toList(),
                    one.related(),
                    one.offered(),
                    one.withheld(),
                    one.confirmed(),
                    UNASKED,
                    one.doers(),
                    one.names()))
        .toList();
  }

  /** What no worker could look at, to be looked at again. */
  public static List<Examination> withoutWorker(List<Evidence> batch) {
    return batch.stream().map(e -> of(e).whileAway(NO_WORKER)).toList();
  }

  /** What a look brought no answer to: another one would not either. */
  public static Examination of(Evidence piece) {
    return new Examination(
        piece.key(), piece.entity(), List.of(blind(NO_WORKER)), List.of(), List.of());
  }

  private static Finding blind(Away away) {
    return Finding.blind(Propagation.SOURCE, "NOT_EXAMINED", away.because());
  }
}
