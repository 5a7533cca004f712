package dev.quaestor.starter;

import dev.quaestor.starter.TemporalException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Decisions on one question, one after the other. The question waits in several workflows, each of
 * which has a first decision of its own: without turns, a yes and a no at one moment would both
 * win, each somewhere. What comes second finds the answer of the first in the ledger.
 */
final class QuestionTurns {
  private static final int LANES = 256;

  private final List<ReentrantLock> lanes =
      IntStream.range(0, LANES).mapToObj(n -> new ReentrantLock(true)).toList();

  /**
   * @param until the moment, as {@link System#nanoTime()} has it, until which a turn is waited for
   * @throws TemporalException when it does not come by then; nothing was decided
   */
  <T> T inTurn(Collection<String> questions, long until, Supplier<T> decide) {
    // Always in one order: whoever holds a later lane waits for no earlier one.
    var mine =
        questions.stream()
            .map(q -> Math.floorMod(q.hashCode(), LANES))
            .distinct()
            .sorted()
            .map(lanes::get)
            .toList();
    int held = 0;
    try {
      for (var lane : mine) {
        if (!lane.tryLock(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          throw new TemporalException(
              Kind.NO_ANSWER, "another decision on the same question is under way", null);
        }
        held++;
      }
      return decide.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException(Kind.NO_ANSWER, "interrupted while waiting", e);
    } finally {
      mine.subList(0, held).forEach(ReentrantLock::unlock);
    }
  }
}
