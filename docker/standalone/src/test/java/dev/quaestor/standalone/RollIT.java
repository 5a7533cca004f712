package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.start.roll.Announcing;
import dev.quaestor.start.roll.BackEndState;
import dev.quaestor.start.roll.Presence;
import dev.quaestor.start.roll.Roll;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that tell of themselves to the server of production, whose queues have partitions. */
@ExtendWith(RealServer.Shared.class)
class RollIT {
  private static final int MANY = 40;

  private final RealServer server;

  RollIT(RealServer server) {
    this.server = server;
  }

  private static Presence worker(int number, String key) {
    return new Presence(
        number + "@host-" + number,
        "i" + number,
        0,
        List.of(key),
        "vault",
        List.of("-"),
        Map.of("defender", BackEndState.WELL));
  }

  private static List<Presence> roll(WorkflowServiceStubs stubs) {
    return Roll.call(stubs.blockingStub(), RealServer.NAMESPACE, Instant.now()).orElseThrow();
  }

  private static void eventually(Runnable assertion) throws InterruptedException {
    var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() > until) {
          throw notYet;
        }
        Thread.sleep(500);
      }
    }
  }

  @Test
  void eachOfManyIsOnTheRollWithWhatItSaysNowAndOneThatEndsLeavesIt() throws Exception {
    var stubs =
        server.connect(
            server.token("worker", "quaestor:read", "quaestor:write", "quaestor:worker"));
    var keys = new ConcurrentHashMap<Integer, String>();
    var telling = new ArrayList<Announcing>();
    try {
      for (int i = 0; i < MANY; i++) {
        var number = i;
        keys.put(number, "old");
        telling.add(
            new Announcing(stubs, RealServer.NAMESPACE, () -> worker(number, keys.get(number))));
      }
      eventually(
          () ->
              assertThat(roll(stubs))
                  .hasSize(MANY)
                  .allSatisfy(one -> assertThat(one.keys()).containsExactly("old")));

      keys.replaceAll((number, key) -> "new");
      eventually(
          () ->
              assertThat(roll(stubs))
                  .hasSize(MANY)
                  .allSatisfy(one -> assertThat(one.keys()).containsExactly("new")));

      telling.removeFirst().close();
      eventually(() -> assertThat(roll(stubs)).hasSize(MANY - 1));
    } finally {
      telling.forEach(Announcing::close);
      stubs.shutdownNow();
    }
  }
}
