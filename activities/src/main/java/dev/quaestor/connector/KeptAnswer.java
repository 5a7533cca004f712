package dev.quaestor.connector;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a back end answered to one question, kept for a while and asked for once, however many want
 * it at one time. Only answers are kept: who waits for a question that fails meets its failure, and
 * the next to come asks again. Nothing may be verified by what comes from here.
 *
 * @param <T> immutable
 */
public final class KeptAnswer<T> {
  private final Supplier<T> question;
  private final long kept;
  private final LongSupplier nanos;
  // Not synchronized: callers are virtual threads.
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Asked<T> latest;

  /** One question, under way or answered. Its age counts from when it was asked. */
  private record Asked<T>(CompletableFuture<T> answer, long since) {}

  public KeptAnswer(Duration kept, Supplier<T> question) {
    this(kept, question, System::nanoTime);
  }

  KeptAnswer(Duration kept, Supplier<T> question, LongSupplier nanos) {
    this.question = question;
    this.kept = kept.toNanos();
    this.nanos = nanos;
  }

  /** The answer, no older than it may be. */
  public T get() {
    var own = new Asked<T>(new CompletableFuture<>(), nanos.getAsLong());
    Asked<T> shared;
    lock.lock();
    try {
      shared = latest != null && isFresh(latest, own.since()) ? latest : own;
      latest = shared;
    } finally {
      lock.unlock();
    }
    return shared == own ? ask(own) : ParallelCalls.result(shared.answer());
  }

  /** What is under way counts however long it takes. */
  private boolean isFresh(Asked<T> asked, long now) {
    return !asked.answer().isDone() || now - asked.since() < kept;
  }

  private T ask(Asked<T> own) {
    try {
      var answer = question.get();
      own.answer().complete(answer);
      return answer;
    } catch (RuntimeException | Error failed) {
      // Before anybody learns of it, so that nobody finds it standing.
      forget(own);
      own.answer().completeExceptionally(failed);
      throw failed;
    }
  }

  /**
   * What it is about was changed: whoever asks from now on is answered by a question of his own
   * time, also where one from before the change is under way.
   */
  public void outdated() {
    forget(null);
  }

  /**
   * @param only if this is the latest; null for whatever it is
   */
  private void forget(@Nullable Asked<T> only) {
    lock.lock();
    try {
      if (only == null || latest == only) {
        latest = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
