package dev.quaestor.tools.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  @TempDir private Path folder;

  @Test
  void whatIsKeptRunningIsStartedAgainWhenItEnds() {
    var child = child("echo began >> turns; sleep 0.1; exit 1");
    child.keepRunning();
    child.start();

    await(() -> turns() >= 2);

    assertThat(child.restarts()).isPositive();
    assertThat(child.isOver()).isFalse();
    child.end();
  }

  @Test
  void whatWasKilledStaysAwayUntilItIsStarted() {
    var child = child("echo began >> turns; exec sleep 60");
    child.keepRunning();
    child.start();
    await(() -> turns() == 1);

    child.kill();
    Pause.millis(1500);

    assertThat(turns()).isEqualTo(1);
    assertThat(child.isOver()).isTrue();

    child.start();
    await(() -> turns() == 2);
    assertThat(child.restarts()).isZero();
    child.end();
  }

  @Test
  void whatNobodyKeepsIsMissedAtOnceByWhoeverWaitsForIt() {
    var child = child("echo there is no disk; exit 1");
    child.start();

    assertThatThrownBy(() -> Loopback.await(child, Loopback.freePort(), 60))
        .hasMessageContaining("there is no disk");
  }

  private Child child(String script) {
    return new Child("child", folder, folder, Map.of(), List.of("sh", "-c", script));
  }

  private long turns() {
    try (var lines = Files.lines(folder.resolve("turns"))) {
      return lines.count();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static void await(BooleanSupplier happened) {
    var giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!happened.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      Pause.millis(50);
    }
  }
}
