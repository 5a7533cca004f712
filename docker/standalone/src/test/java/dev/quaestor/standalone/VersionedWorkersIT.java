package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.SeparateProcesses.Part;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new version of the worker beside an old one, while a case waits for a person. */
@ExtendWith(RealHouse.Shared.class)
class VersionedWorkersIT {
  private final SeparateProcesses house = SeparateProcesses.start();
  private final Api api = house.api();

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aCaseThatWaitsGoesOnWithTheVersionThatWasMadeCurrentAndNoOtherTakesWork()
      throws IOException, InterruptedException {
    house.kill(Part.WORKER);
    var one = worker("one");
    var two = one;
    try {
      makeCurrent("one");
      var waiting = isolationOn(300);
      two = worker("two");
      house.awaitVersion("two");
      var meanwhile = isolationOn(301);
      assertThat(house.buildOf(workflowOf(waiting))).isEqualTo("one");
      assertThat(house.buildOf(workflowOf(meanwhile))).isEqualTo("one");

      makeCurrent("two");
      one.destroy();
      one.waitFor();
      // What was on its way to the old one is given away only when that has been silent for
      // seconds.
      api.eventually(() -> api.approve(waiting).status(), status -> status != 504);

      api.action(waiting, "execution", "SUCCEEDED");
      assertThat(house.machineActions(Alerts.device(300), "Isolate")).isEqualTo(1);
      assertThat(house.buildOf(workflowOf(waiting))).isEqualTo("two");
    } finally {
      one.destroyForcibly().waitFor();
      two.destroyForcibly().waitFor();
    }
  }

  private Process worker(String build) throws IOException {
    return house.another(
        Part.WORKER,
        house.root().resolve("worker-" + build + ".log"),
        "--quaestor.deployment.name=quaestor",
        "--quaestor.deployment.build-id=" + build);
  }

  private void makeCurrent(String build) {
    house.awaitVersion(build);
    house.temporal(
        "worker",
        "deployment",
        "set-current-version",
        "--deployment-name",
        "quaestor",
        "--build-id",
        build,
        "--yes");
  }

  private String isolationOn(int device) {
    var id = api.submit(Alerts.suspiciousProcessOn(device));
    return api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
  }

  private String workflowOf(String actionId) {
    return api.report(api.action(actionId).path("investigationId").asString())
        .path("workflowId")
        .asString();
  }
}
