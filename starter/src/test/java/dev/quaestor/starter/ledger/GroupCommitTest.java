package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.starter.ledger.GroupCommit.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That what comes at once is done at once, and that nobody pays for another. */
class GroupCommitTest {
  private static final int BAD = -1;
  private static final int REFUSED = -2;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<List<Integer>> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile boolean isAway;

  private final GroupCommit<Integer, String> together =
      new GroupCommit<>(1, this::work, e -> e instanceof IllegalStateException);

  private List<Answer<String>> work(List<Integer> wishes) {
    if (wishes.contains(0)) {
      waitFor(first);
    }
    if (isAway) {
      throw new IllegalStateException("away");
    }
    if (wishes.contains(BAD)) {
      throw new IllegalArgumentException("bad");
    }
    done.add(wishes);
    return wishes.stream()
        .<Answer<String>>map(
            wish ->
                wish == REFUSED
                    ? new Answer.Refused<>(new UnsupportedOperationException("no"))
                    : new Answer.Done<>("did " + wish))
        .toList();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    first.countDown();
    callers.shutdownNow();
  }

  /** These come one after the other while the one before them is being done. */
  private List<Future<String>> behindTheFirst(List<Integer> wishes) throws Exception {
    var asked = new ArrayList<Future<String>>();
    asked.add(callers.submit(() -> together.ask(0)));
    while (together.isFree()) {
      Thread.onSpinWait();
    }
    for (var wish : wishes) {
      int before = together.waiting();
      asked.add(callers.submit(() -> together.ask(wish)));
      while (together.waiting() == before) {
        Thread.onSpinWait();
      }
    }
    return asked;
  }

  @Test
  void oneThatComesAloneIsDoneAtOnceAndOnItsOwnThread() {
    assertThat(together.ask(7)).isEqualTo("did 7");
    assertThat(done).containsExactly(List.of(7));
    assertThat(together.isFree()).isTrue();
  }

  @Test
  void whatComesMeanwhileIsDoneTogetherInItsOrder() throws Exception {
    var asked = behindTheFirst(List.of(1, 2, 3, 4));
    first.countDown();
    for (int i = 0; i < asked.size(); i++) {
      assertThat(asked.get(i).get()).isEqualTo("did " + i);
    }
    assertThat(done).containsExactly(List.of(0), List.of(1, 2, 3, 4));
  }

  @Test
  void noGroupIsLargerThanTheMost() throws Exception {
    var asked = behindTheFirst(IntStream.rangeClosed(1, GroupCommit.MOST + 1).boxed().toList());
    first.countDown();
    for (var one : asked) {
      one.get();
    }
    assertThat(done).extracting(List::size).containsExactly(1, GroupCommit.MOST, 1);
  }

  @Test
  void whatFailsFailsAlone() throws Exception {
    var asked = behindTheFirst(List.of(1, BAD, 2, REFUSED, 3));
    first.countDown();
    assertThat(asked.get(1).get()).isEqualTo("did 1");
    assertThatThrownBy(asked.get(2)::get).hasRootCauseMessage("bad");
    assertThat(asked.get(3).get()).isEqualTo("did 2");
    assertThatThrownBy(asked.get(4)::get).hasRootCauseMessage("no");
    assertThat(asked.get(5).get()).isEqualTo("did 3");
    assertThat(together.ask(9)).isEqualTo("did 9");
  }

  @Test
  void whatWouldFailForEachIsNotTriedForEach() throws Exception {
    var asked = behindTheFirst(List.of(1, 2, 3));
    isAway = true;
    first.countDown();
    for (var one : asked) {
      assertThatThrownBy(one::get).hasRootCauseMessage("away");
    }
    isAway = false;
    assertThat(together.ask(9)).isEqualTo("did 9");
    assertThat(done).containsExactly(List.of(9));
  }

  @Test
  void anErrorLeavesNobodyWaitingAndNoPlaceTaken() throws Exception {
    var broken =
        new GroupCommit<Integer, String>(
            1,
            wishes -> {
              throw new AssertionError("broken");
            },
            e -> false);
    assertThatThrownBy(() -> broken.ask(1)).isInstanceOf(AssertionError.class);
    assertThat(broken.isFree()).isTrue();
  }
}
