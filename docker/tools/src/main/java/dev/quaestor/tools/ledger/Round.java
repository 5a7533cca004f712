package dev.quaestor.tools.ledger;

import dev.quaestor.starter.ledger.Ledger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Asks one question again and again, by so many at once, while cases are recorded. */
final class Round implements AutoCloseable {
  private static final long LONGEST_MICROS = Duration.ofMinutes(5).toNanos() / 1000;
  private static final int DIGITS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As many as the API shows. */
  private static final int MOST_OF_FILE = 200;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final String token;
  private final Ledger ledger;
  private final int atOnce;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong recorded = new AtomicLong();
  private final long began = System.nanoTime();
  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private final Thread recording;

  /**
   * @param perSecond how many cases are recorded while it is open
   */
  Round(URI server, String token, Ledger ledger, int atOnce, int perSecond) {
    this.server = server;
    this.token = token;
    this.ledger = ledger;
    this.atOnce = atOnce;
    this.recording = Thread.ofPlatform().name("recording").start(() -> recordEach(perSecond));
  }

  /** What one question took, in milliseconds. */
  record Took(Question question, int calls, double p50, double p99, double max) {}

  /** Each case by a call of its own, at its time, whether or not the one before has ended. */
  private void recordEach(int perSecond) {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long n = 0; perSecond > 0 && !over.get(); n++) {
        long wait = began + n * SECOND / perSecond - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        var mark = run + "r" + n;
        var kind = Kind.ALL.get((int) (n % Kind.ENDED));
        pool.submit(
            () -> {
              ledger.record(kind.told(mark, "%012x".formatted(mark.hashCode()), Instant.now()));
              recorded.incrementAndGet();
            });
      }
    }
  }

  /** How many cases were recorded a second, since it began. */
  double recordedPerSecond() {
    return recorded.get() * (double) SECOND / (System.nanoTime() - began);
  }

  /** What one call does. */
  private interface Call {
    void once() throws IOException, InterruptedException;
  }

  Took ask(Question question, int warmUp, int calls) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/api/v1" + question.path()))
            .header("Authorization", "Bearer " + token)
            .timeout(PATIENCE)
            .build();
    return time(question, () -> send(request, question), warmUp, calls);
  }

  /** What the page of a file reads of the ledger. */
  Took readFile(String hash, int warmUp, int calls) throws InterruptedException {
    return time(
        Question.ofFile(hash),
        () -> {
          if (ledger.sightings(hash, MOST_OF_FILE).isEmpty()
              || ledger.actionsNaming(List.of(hash), null, MOST_OF_FILE).isEmpty()) {
            throw new IllegalStateException(
                "The ledger knows nothing of a file that it is full of. It was filled by an earlier"
                    + " build, without what its cases mention: fill an empty one.");
          }
        },
        warmUp,
        calls);
  }

  private Took time(Question question, Call call, int warmUp, int calls)
      throws InterruptedException {
    var times = new Histogram(LONGEST_MICROS, DIGITS);
    repeat(question, call, warmUp, new Histogram(LONGEST_MICROS, DIGITS));
    repeat(question, call, calls, times);
    return new Took(
        question,
        (int) times.getTotalCount(),
        times.getValueAtPercentile(50) / 1000.0,
        times.getValueAtPercentile(99) / 1000.0,
        times.getMaxValue() / 1000.0);
  }

  private void repeat(Question question, Call call, int calls, Histogram times)
      throws InterruptedException {
    var left = new AtomicInteger(calls);
    try (var pool = Executors.newFixedThreadPool(atOnce)) {
      var asking = new ArrayList<Future<?>>();
      for (int i = 0; i < atOnce; i++) {
        asking.add(
            pool.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    var sent = System.nanoTime();
                    call.once();
                    long took = (System.nanoTime() - sent) / 1000;
                    synchronized (times) {
                      times.recordValue(Math.min(took, LONGEST_MICROS));
                    }
                  }
                  return null;
                }));
      }
      for (var one : asking) {
        try {
          one.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("It could not be asked: " + question.path(), e);
        }
      }
    }
  }

  /** What takes longer than anybody waits has taken that long. */
  private void send(HttpRequest request, Question question)
      throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request, BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      return;
    }
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          question.path() + " was answered with " + answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public void close() {
    over.set(true);
    try {
      recording.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
