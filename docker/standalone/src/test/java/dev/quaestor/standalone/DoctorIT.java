package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the doctor says of processes that run. */
@ExtendWith(RealHouse.Shared.class)
class DoctorIT {
  private final SeparateProcesses house = SeparateProcesses.start();

  @AfterEach
  void stop() {
    house.close();
  }

  private DoctorTest.Said doctor(String... more) {
    var arguments = new ArrayList<>(List.of("--json", "--quaestor.state-dir=" + house.root()));
    arguments.addAll(List.of(house.workerSettings()));
    arguments.addAll(List.of(more));
    return DoctorTest.doctor(arguments.toArray(String[]::new));
  }

  @Test
  void inAHealthyHouseNothingIsWrongAndWhatIsMissingIsFound() {
    house
        .api()
        .eventually(
            () -> house.api().get("/api/v1/health").expect(200).text(),
            health -> health.contains("1 worker believes"));

    var well = doctor();

    assertThat(well.exit()).as(well.out() + well.err()).isZero();
    for (var name :
        List.of(
            "temporal",
            "queue:investigation",
            "queue:action-center",
            "clock:temporal",
            "search-attributes",
            "signing-key",
            "shared-vault",
            "shared-encryption",
            "starter-vault",
            "starter-keys",
            "connector:defender",
            "connector:graph")) {
      assertThat(well.level(name)).as(name + " in " + well.out()).isEqualTo("ok");
    }

    var elsewhere = doctor("--quaestor.temporal.namespace=nowhere");
    assertThat(elsewhere.exit()).isEqualTo(1);
    assertThat(elsewhere.check("temporal").path("sentence").asString())
        .contains("has no namespace nowhere");
  }
}
