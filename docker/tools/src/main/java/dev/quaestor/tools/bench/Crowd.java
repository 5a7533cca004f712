package dev.quaestor.tools.bench;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many at one time: whoever has ended begins the next, until there are enough. */
final class Crowd {
  private Crowd() {}

  /**
   * @return how many ended in a second, from the first beginning to the last end
   * @throws IllegalStateException when one of them failed
   */
  static double perSecond(BenchPlan plan, Runnable one) {
    var left = new AtomicInteger(plan.crowd());
    var begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < plan.inFlight(); i++) {
        all.add(
            threads.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    one.run();
                  }
                }));
      }
      for (var each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      left.set(0);
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
    return plan.crowd() / ((System.nanoTime() - begun) / 1e9);
  }
}
