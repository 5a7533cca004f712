package dev.quaestor.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.tools.bench.Shape.Cause;
import dev.quaestor.tools.bench.Shape.Sign;
import dev.quaestor.wire.TaskQueues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floor that has the engine's calls and rows to make has them made. */
class FairFloorTest {
  private static final FreshAlert ENGINES = FreshAlert.of(MeasuredPath.AUTOMATIC);
  private static final Instant T = Instant.parse("2026-11-29T10:00:00Z");

  @TempDir private Path folder;
  private final Arrivals signs = new Arrivals();
  private LabTenant lab;
  private BackEndErrands errands;

  @BeforeEach
  void start() throws SQLException {
    lab = LabTenant.start(LabOptions.defaults().withPort(0));
    errands = new BackEndErrands(lab, new Rows(folder.resolve("floor")), signs);
    lab.onEffect(errands::tookEffect);
  }

  @AfterEach
  void stop() throws SQLException {
    errands.close();
    lab.close();
  }

  @Test
  void whatWasCalledOfOneDeviceIsCalledOfAnother() {
    var seen = exchange("GET", "/api/machines/" + ENGINES.deviceId(), "", 401, 0, 1);
    errands.begin("run", MeasuredPath.AUTOMATIC);

    errands.perform(parcel(), step(TaskQueues.EVIDENCE, calls(seen)));

    assertThat(lab.requests("GET /api/machines/*")).isEqualTo(1);
  }

  @Test
  void anAnswerThatTheEngineDidNotGetIsNoFloor() {
    var seen = exchange("GET", "/api/machines/" + ENGINES.deviceId(), "", 200, 0, 1);
    errands.begin("run", MeasuredPath.AUTOMATIC);

    assertThatThrownBy(() -> errands.perform(parcel(), step(TaskQueues.EVIDENCE, calls(seen))))
        .hasMessageContaining("was answered with 401, and to the engine with 200");
  }

  @Test
  void eachCallOfTheLedgerIsARowThatIsThereAfterwards() throws SQLException {
    errands.begin("run", MeasuredPath.AUTOMATIC);
    errands.perform(parcel(), step(TaskQueues.ACTION_CENTER, List.of()));
    errands.perform(parcel(), step(TaskQueues.ACTION_CENTER, List.of()));
    errands.close();

    try (var connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("floor") + ";MODE=PostgreSQL");
        var rows = connection.createStatement().executeQuery("select count(*) from bench_row")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void whatBeganBeforeTheLastHadEndedGoesSideBySide() {
    var calls =
        List.of(
            exchange("GET", "/a", "", 200, 0, 10),
            exchange("GET", "/b", "", 200, 5, 20),
            exchange("GET", "/c", "", 200, 15, 18),
            exchange("GET", "/d", "", 200, 25, 30),
            exchange("GET", "/late", "", 200, 99, 100));

    var rounds = BackEndCall.between(T, T.plusMillis(50), calls, ENGINES);

    assertThat(rounds.stream().map(r -> r.stream().map(BackEndCall::uri).toList()))
        .containsExactly(List.of("/a", "/b", "/c"), List.of("/d"));
  }

  @Test
  void whatIsTheAlertsOwnIsTheOtherAlertsInPathAndBody() {
    var other = FreshAlert.of(MeasuredPath.AUTOMATIC);
    var seen =
        exchange(
            "POST",
            "/api/machines/" + ENGINES.deviceId() + "/x?sha1=" + ENGINES.file().sha1(),
            ENGINES.file().sha256(),
            201,
            0,
            1);

    var call =
        BackEndCall.between(T, T.plusMillis(1), List.of(seen), ENGINES)
            .getFirst()
            .getFirst()
            .forAlert(other);

    assertThat(call.uri())
        .isEqualTo("/api/machines/" + other.deviceId() + "/x?sha1=" + other.file().sha1());
    assertThat(call.body()).isEqualTo(other.file().sha256());
  }

  private static List<List<BackEndCall>> calls(LabTenant.Exchange... seen) {
    return BackEndCall.between(T, T.plusMillis(50), List.of(seen), ENGINES);
  }

  private static LabTenant.Exchange exchange(
      String method, String uri, String body, int status, int from, int to) {
    return new LabTenant.Exchange(
        method,
        uri,
        Map.of("accept", "application/json"),
        body.getBytes(StandardCharsets.UTF_8),
        status,
        T.plusMillis(from),
        T.plusMillis(to));
  }

  private static Parcel parcel() {
    return new Parcel("run", MeasuredPath.AUTOMATIC, 0, "");
  }

  private static Shape.Step step(String queue, List<List<BackEndCall>> calls) {
    return new Shape.Step(queue, new Cause.Start(), Sign.NONE, "input", "output", calls);
  }
}
