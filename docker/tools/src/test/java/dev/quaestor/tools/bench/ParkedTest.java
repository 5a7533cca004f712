package dev.quaestor.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParkedTest {
  private static final ParkedPlan PLAN = new ParkedPlan(10, "512m", 5, 4, 8, false);

  @Test
  void theWorkerSaysItsHeapInTheOrderInWhichItIsRead() {
    assertThat(WorkerProcess.Heap.of("1024 3 2 17"))
        .isEqualTo(new WorkerProcess.Heap(1024, 3, 2, 17));
  }

  @Test
  void theHeapForEachCaseIsOfThoseThatAreHeld() {
    assertThat(result(10).perCase()).isEqualTo(1000);
    assertThat(result(0).perCase()).isZero();
  }

  private static ParkedResult result(long cached) {
    return new ParkedResult(
        new BenchResult.Machine("dev-server", true, 2, 0, "25"),
        PLAN,
        Duration.ofSeconds(1),
        new WorkerProcess.Heap(5_000, 0, 0, 0),
        new WorkerProcess.Heap(15_000, cached, 0, 0),
        List.of());
  }

  @Test
  void bothSamplesMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ParkedPlan(10, "512m", 6, 4, 8, false))
        .withMessage("a sample is at most half of the cases");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ParkedPlan(10, "half of it", 5, 4, 8, false));
  }

  @Test
  void settingsAreHandedOverByName() {
    assertThat(WorkerMain.arguments(Map.of("quaestor.temporal.target", "127.0.0.1:1")))
        .containsExactly("quaestor.temporal.target=127.0.0.1:1");
  }
}
