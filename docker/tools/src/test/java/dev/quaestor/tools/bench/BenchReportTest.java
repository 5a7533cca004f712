package dev.quaestor.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.tools.bench.BenchResult.Load;
import dev.quaestor.tools.bench.BenchResult.Row;
import dev.quaestor.wire.QuaestorJson;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final Shape SHAPE = new Shape("", "", List.of(), 0, 45, 7);

  @Test
  void itFitsAHundredColumns() {
    assertThat(printed(report(true)).lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Console.WIDTH));
  }

  @Test
  void aRunOnTheTestServerSaysThatItIsNoMeasure() {
    assertThat(printed(report(false))).contains("NOT REPRESENTATIVE");
    assertThat(printed(report(true))).doesNotContain("NOT REPRESENTATIVE");
  }

  @Test
  void anAimThatIsNotMetIsSaidToBeMissed() {
    var aims = QuaestorJson.mapper().readTree(report(true).json()).path("aims");
    assertThat(aims).anySatisfy(a -> assertThat(a.path("met").asBoolean()).isFalse());
    assertThat(aims).anySatisfy(a -> assertThat(a.path("met").asBoolean()).isTrue());
    assertThat(printed(report(true))).contains("missed").contains("met");
  }

  @Test
  void aRateIsHeldAgainstTheShareOfEachFloor() {
    var aims = QuaestorJson.mapper().readTree(report(true).json()).path("aims");
    assertThat(aims)
        .filteredOn(a -> a.path("bound").asString().equals("AT_LEAST"))
        .extracting(a -> a.path("value").asDouble(), a -> a.path("met").asBoolean())
        .containsExactly(tuple(0.5, false), tuple(10.0 / 11, true));
  }

  @Test
  void theDocumentHoldsEveryTimeWithItsFloor() {
    var time = QuaestorJson.mapper().readTree(report(true).json()).path("times").path(0);
    assertThat(time.path("p50Millis").asDouble()).isEqualTo(200);
    assertThat(time.path("bareP50Millis").asDouble()).isEqualTo(100);
    assertThat(time.path("ratioP50").asDouble()).isEqualTo(2);
    assertThat(time.path("fairP50Millis").asDouble()).isEqualTo(160);
    assertThat(time.path("fairRatioP50").asDouble()).isEqualTo(1.25);
  }

  private static String printed(BenchReport report) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var none = InputStream.nullInputStream();
    report.print(
        new Console(
            new CliEnvironment(
                none, stream, stream, Map.of(), Path.of("/").toAbsolutePath(), false)));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static BenchReport report(boolean measures) {
    var spending = new Spending(10, 20, Map.of("PerformAction", 30.0), 45);
    var histories = new BenchResult.Histories(SHAPE, SHAPE, spending, spending);
    return new BenchReport(
        new BenchResult(
            Instant.EPOCH,
            new BenchResult.Machine("dev-server", measures, 2, 12.34, "25.0.3+9-LTS"),
            new BenchPlan(20, 50, 100, 300),
            Duration.ofSeconds(9),
            List.of(
                new Row(Load.ALONE, Measure.ALERT_TO_CONTAINED, 50, 200, 300, 100, 150, 160, 240)),
            Map.of(MeasuredPath.AUTOMATIC, new BenchResult.Rate(10, 20, 11, 3)),
            Map.of(MeasuredPath.AUTOMATIC, histories),
            Map.of(MeasuredPath.AUTOMATIC, 12.0),
            new BenchResult.Memory(500, 600, 60, 256)));
  }
}
