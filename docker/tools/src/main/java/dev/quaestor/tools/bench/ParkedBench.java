package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.text.Counted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Parks cases through the API, decides a sample of them, and again on a new worker. */
final class ParkedBench {
  private static final MeasuredPath COURSE = MeasuredPath.APPROVED;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);
  private static final int DIGITS = 3;
  private static final String PAGE = "500";
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** How long it may be that nothing more is parked before it is given up. */
  private static final Duration STUCK = Duration.ofMinutes(3);

  /** A worker that runs, from where it is told to. */
  interface Workers {
    WorkerProcess start() throws IOException;
  }

  /** A case that waits. */
  private record Parked(String deviceId, List<String> actionIds) {}

  private final QuaestorClient api;
  private final LabTenant lab;
  private final ParkedPlan plan;
  private final BenchResult.Machine machine;
  private final Consumer<String> say;
  private final Arrivals effects = new Arrivals();
  private final Patience patience = new Patience();

  /** The device of each case by its id. */
  private final ConcurrentMap<String, String> devices = new ConcurrentHashMap<>();

  ParkedBench(BenchHouse house, ParkedPlan plan, Consumer<String> say) {
    this.api = house.api();
    this.lab = house.lab();
    this.plan = plan;
    this.say = say;
    this.machine =
        new BenchResult.Machine(
            house.temporalKind(),
            house.measures(),
            Runtime.getRuntime().availableProcessors(),
            Process.load(),
            Runtime.version().toString());
    lab.delay(Duration.ZERO);
    lab.actionDuration(Duration.ZERO);
    lab.onEffect(effect -> effects.arrived(effect.machineId() + effect.type()));
  }

  /**
   * @throws RuntimeException when a case does not go the way it must: then there is no measure
   */
  ParkedResult run(Workers workers) throws IOException, InterruptedException {
    var rounds = new ArrayList<ParkedResult.Round>();
    WorkerProcess.Heap before;
    WorkerProcess.Heap parked;
    Duration parking;
    Deque<Parked> cases;
    try (var worker = workers.start()) {
      before = worker.heap();
      var begun = System.nanoTime();
      if (!plan.again()) {
        park();
      }
      parking = Duration.ofNanos(System.nanoTime() - begun);
      parked = worker.heap();
      say.accept(
          "parked: %s, worker %d, heap %d MiB"
              .formatted(
                  Counted.of(plan.cases(), "case", "cases"), worker.pid(), parked.used() >> 20));
      cases = parkedCases();
      rounds.add(round(plan.again() ? "as found" : "as parked", cases, worker));
    }
    try (var worker = workers.start()) {
      rounds.add(round("after a restart of the worker", cases, worker));
    }
    return new ParkedResult(machine, plan, parking, before, parked, List.copyOf(rounds));
  }

  /** Every case waits when this returns. */
  private void park() throws InterruptedException {
    var permits = new Semaphore(plan.inFlight());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sent = new ArrayList<Future<?>>();
      var shown = 0L;
      for (int i = 0; i < plan.cases(); i++) {
        permits.acquire();
        sent.add(
            threads.submit(
                () -> {
                  try {
                    send();
                  } finally {
                    permits.release();
                  }
                }));
        // What is sent and not parked yet may not pile up: the queues are not what is measured.
        while (i + 1 - shown >= 6L * plan.inFlight()) {
          shown = awaitMore(shown);
        }
      }
      for (var each : sent) {
        each.get();
      }
      while (shown < plan.cases()) {
        shown = awaitMore(shown);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void send() {
    var alert = FreshAlert.of(COURSE);
    lab.knowsAlike(COURSE.file().sha1(), alert.file().sha1(), alert.file().sha256());
    var answer = patience.call(() -> api.submit(alert.body(), "application/json", null)).body();
    devices.put(answer.path("alerts").path(0).path("investigationId").asString(), alert.deviceId());
  }

  private long awaitMore(long shown) throws InterruptedException {
    var until = System.nanoTime() + STUCK.toNanos();
    while (true) {
      var now = pending();
      if (now > shown) {
        say.accept("parking: " + now + " of " + plan.cases());
        return now;
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException("No more than " + now + " cases come to wait");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  /** How many cases wait for a person. */
  private long pending() {
    return api.investigations(Map.of("state", "PENDING_APPROVAL", "size", "1"))
        .body()
        .path("total")
        .asLong();
  }

  private Deque<Parked> parkedCases() {
    var byCase = new HashMap<String, List<String>>();
    var page = 0;
    while (true) {
      var items =
          api.actions(Map.of("status", "pending", "size", PAGE, "page", Integer.toString(page++)))
              .body()
              .path("items");
      for (var item : items) {
        byCase
            .computeIfAbsent(item.path("investigationId").asString(), id -> new ArrayList<>())
            .add(item.path("actionId").asString());
        if (plan.again() && item.path("type").asString().equals(COURSE.action().name())) {
          devices.put(
              item.path("investigationId").asString(),
              item.path("target").path("deviceId").asString());
        }
      }
      if (items.isEmpty()) {
        var cases = new ArrayDeque<Parked>();
        byCase.forEach(
            (id, actions) -> {
              if (devices.get(id) instanceof String device) {
                cases.add(new Parked(device, actions));
              }
            });
        return cases;
      }
    }
  }

  /** Decides a sample at a steady rate, however long each takes. */
  private ParkedResult.Round round(String name, Deque<Parked> cases, WorkerProcess worker)
      throws IOException, InterruptedException {
    say.accept("deciding " + plan.sample() + " " + name);
    patience.repeated();
    var times = new Histogram(LONGEST_MICROS, DIGITS);
    var begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Long>>();
      for (int i = 0; i < plan.sample(); i++) {
        var due = begun + (long) (i * 1e9 / plan.perSecond());
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        var one = cases.pop();
        // From when it was due: a decision that had to wait for its turn has waited.
        all.add(threads.submit(() -> decide(one) - due));
      }
      for (var each : all) {
        times.recordValue(Math.clamp(each.get() / 1000, 0, LONGEST_MICROS));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return new ParkedResult.Round(
        name,
        times.getValueAtPercentile(50) / 1e3,
        times.getValueAtPercentile(90) / 1e3,
        times.getValueAtPercentile(99) / 1e3,
        times.getMaxValue() / 1e3,
        worker.heap(),
        patience.repeated());
  }

  private long decide(Parked one) {
    var answer =
        patience.call(() -> api.decide(one.actionIds(), QuaestorClient.Choice.APPROVE, "bench"));
    if (answer.status() != 200) {
      throw new IllegalStateException("A decision was answered with " + answer.status());
    }
    return effects.await(one.deviceId() + COURSE.onTheLab());
  }
}
