package dev.quaestor.tools.chaos;

import dev.quaestor.tools.production.Pause;
import dev.quaestor.tools.production.ProductionHouse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: the flow begins, faults happen in turn, all is mended, and the books are read. */
final class Chaos {
  private static final Duration CALM = Duration.ofSeconds(4);
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(4);
  private static final long LOOK_EVERY_MILLIS = 2000;
  private static final Duration TELL_EVERY = Duration.ofSeconds(30);
  private static final int MOST_TOLD = 5;

  private final ProductionHouse house;
  private final ChaosPlan plan;
  private final Consumer<String> say;

  /**
   * @param say takes one line for people at each step
   */
  Chaos(ProductionHouse house, ChaosPlan plan, Consumer<String> say) {
    this.house = house;
    this.plan = plan;
    this.say = say;
  }

  ChaosReport run() {
    var began = Instant.now();
    var callers = new Callers(house.clients());
    var promises = new Promises();
    var flow = new Flow(callers, house.lab(), promises);
    var struck = new ArrayList<Fault>();
    var missing = new ArrayList<Fault>();
    var faults = Fault.possible(plan.faults(), house, missing::add);
    house.keepRunning();
    // Actions take a moment, so that something is under way whenever something breaks.
    house.lab().actionDuration(Duration.ofMillis(1500));
    var failed = new Failure();
    var breaking = Thread.ofVirtual().unstarted(() -> breakInTurn(faults, struck, failed));
    var flowing = Thread.ofVirtual().unstarted(() -> flow.run(breaking::isAlive, plan.perSecond()));
    breaking.start();
    flowing.start();
    join(breaking);
    say.accept("all is mended; waiting for the cases under way");
    waitFor(flowing, flow);
    if (failed.why instanceof RuntimeException why) {
      throw why;
    }
    try (var keeper = new BookKeeper(house, callers)) {
      settle(keeper, promises);
      say.accept("reading the books");
      var books = keeper.read();
      return new ChaosReport(
          began,
          Duration.between(began, Instant.now()),
          house.temporalSentence(),
          List.copyOf(struck),
          List.copyOf(missing),
          flow.told(),
          promises.alerts().size(),
          promises.decisions().size(),
          promises.undone().size(),
          books.cases().size(),
          (int) books.effects().stream().filter(Books.Effect::took).count(),
          callers.repeated(),
          house.restarts(),
          Audit.of(promises, books));
    }
  }

  /** What ended the breaking before its time: a part that could not be mended. */
  private static final class Failure {
    private volatile @Nullable RuntimeException why;
  }

  /** Until the time is over, and each of them has happened, however slow the machine is. */
  private void breakInTurn(List<Fault> faults, List<Fault> struck, Failure failed) {
    var end = System.nanoTime() + plan.time().toNanos();
    try {
      Pause.millis(CALM.toMillis());
      for (int i = 0; i < faults.size() || System.nanoTime() < end; i++) {
        if (!faults.isEmpty()) {
          var fault = faults.get(i % faults.size());
          say.accept(fault.words());
          struck.add(fault);
          fault.happenIn(house);
        }
        Pause.millis(CALM.toMillis());
      }
    } catch (RuntimeException e) {
      failed.why = e;
    }
  }

  private void settle(BookKeeper keeper, Promises promises) {
    var giveUp = System.nanoTime() + SETTLES_WITHIN.toNanos();
    while (keeper.open() > promises.leftOpen().size() && System.nanoTime() < giveUp) {
      Pause.millis(LOOK_EVERY_MILLIS);
    }
  }

  /** Whoever ends it before its time is to know what it waited for. */
  private void waitFor(Thread flowing, Flow flow) {
    try {
      while (!flowing.join(TELL_EVERY)) {
        flow.waits().stream().limit(MOST_TOLD).forEach(w -> say.accept(w.toString()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
