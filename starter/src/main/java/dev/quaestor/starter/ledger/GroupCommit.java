package dev.quaestor.starter.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Does what comes at the same time together, on the threads of those who ask: whoever finds a place
 * free does at once what waits, its own included; whoever does not waits until a place is free, and
 * is then done by the first of those who waited. So one that comes alone waits for nobody, and the
 * more come, the more are done at once.
 *
 * <p>What fails for one must not fail for others: a group that fails is done again one by one,
 * unless what failed would fail for each.
 *
 * @param <W> what is asked for
 * @param <A> what is answered, once it is done for good
 */
public final class GroupCommit<W, A> {
  /** As much as is folded in a moment; the next group takes the rest. */
  static final int MOST = 64;

  private final Function<List<W>, List<Answer<A>>> together;
  private final Predicate<RuntimeException> hitsAll;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiting<W, A>> waiting = new ArrayDeque<>();
  private int free;

  /** What became of one of a group that was done. */
  public sealed interface Answer<A> {
    /** It is done for good. */
    record Done<A>(A value) implements Answer<A> {}

    /** Nothing of it is done; of the others all is. */
    record Refused<A>(RuntimeException why) implements Answer<A> {}
  }

  /** What one that waits is told: that it is done, or that it is to do a group. */
  private sealed interface Turn<W, A> {
    record Over<W, A>(Answer<A> answer) implements Turn<W, A> {}

    record Lead<W, A>(List<Waiting<W, A>> group) implements Turn<W, A> {}
  }

  private record Waiting<W, A>(W wish, CompletableFuture<Turn<W, A>> turn) {}

  /**
   * @param places how many groups are done side by side
   * @param together does some for good, all in one, and answers each in their order; what it throws
   *     says that nothing is done of any
   * @param hitsAll whether what it threw would be thrown for each of them alone
   */
  public GroupCommit(
      int places,
      Function<List<W>, List<Answer<A>>> together,
      Predicate<RuntimeException> hitsAll) {
    this.free = places;
    this.together = together;
    this.hitsAll = hitsAll;
  }

  /** Returns when it is done for good; throws what it alone would have met. */
  public A ask(W wish) {
    var mine = new Waiting<W, A>(wish, new CompletableFuture<>());
    var group = placed(mine);
    var turn = group.<Turn<W, A>>map(Turn.Lead::new).orElseGet(() -> mine.turn().join());
    var answer =
        switch (turn) {
          case Turn.Over<W, A> over -> over.answer();
          case Turn.Lead<W, A> lead -> lead(lead.group());
        };
    return switch (answer) {
      case Answer.Done<A> done -> done.value();
      case Answer.Refused<A> refused -> throw refused.why();
    };
  }

  /** Empty when all places are taken: then it is told of its turn. */
  private Optional<List<Waiting<W, A>>> placed(Waiting<W, A> mine) {
    lock.lock();
    try {
      waiting.add(mine);
      if (free == 0) {
        return Optional.empty();
      }
      free--;
      return Optional.of(next());
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for a place. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether one that comes now is done at once. */
  boolean isFree() {
    lock.lock();
    try {
      return free > 0;
    } finally {
      lock.unlock();
    }
  }

  private List<Waiting<W, A>> next() {
    var group = new ArrayList<Waiting<W, A>>();
    while (group.size() < MOST && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    return group;
  }

  /** The first of the group is who does it. */
  private Answer<A> lead(List<Waiting<W, A>> group) {
    List<Answer<A>> answers = List.of();
    Throwable broken = new IllegalStateException("nothing was answered");
    try {
      answers = done(group.stream().map(Waiting::wish).toList());
    } catch (Throwable e) {
      broken = e;
      throw e;
    } finally {
      handOver();
      for (int i = 1; i < group.size(); i++) {
        var turn = group.get(i).turn();
        if (i < answers.size()) {
          turn.complete(new Turn.Over<>(answers.get(i)));
        } else {
          turn.complete(
              new Turn.Over<>(
                  new Answer.Refused<>(new IllegalStateException("it was not done", broken))));
        }
      }
    }
    return answers.getFirst();
  }

  private void handOver() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        free++;
        return;
      }
      var group = next();
      group.getFirst().turn().complete(new Turn.Lead<>(group));
    } finally {
      lock.unlock();
    }
  }

  private List<Answer<A>> done(List<W> wishes) {
    try {
      return together.apply(wishes);
    } catch (RuntimeException e) {
      if (wishes.size() == 1 || hitsAll.test(e)) {
        return wishes.stream().<Answer<A>>map(w -> new Answer.Refused<>(e)).toList();
      }
    }
    var answers = new ArrayList<Answer<A>>();
    for (var wish : wishes) {
      var last = answers.isEmpty() ? null : answers.getLast();
      answers.add(
          last instanceof Answer.Refused<A> refused && hitsAll.test(refused.why())
              ? refused
              : done(List.of(wish)).getFirst());
    }
    return answers;
  }
}
