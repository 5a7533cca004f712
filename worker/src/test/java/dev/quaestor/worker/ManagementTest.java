package dev.quaestor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.start.CannotStart;
import dev.quaestor.telemetry.OtlpMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementTest {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private @Nullable String trouble;
  private Management management;

  private Management serving(@Nullable Integer port, String address) {
    management =
        new Management(
            new ManagementProperties(port, address),
            meters,
            () -> WorkerHealth.of(true, trouble, meters, Map.of()));
    management.start();
    return management;
  }

  @AfterEach
  void stop() {
    management.stop();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void nobodyListensUnlessAPortIsNamed() {
    assertThat(serving(null, "127.0.0.1").isRunning()).isFalse();
  }

  @Test
  void itServesNumbersAlsoWhereTheyArePushedAsWell() throws Exception {
    serving(0, "127.0.0.1");
    meters.counter("quaestor.action.runs", "type", "ISOLATE_DEVICE").increment();
    assertThat(send("GET", "/metrics").body())
        .contains("quaestor_action_runs_total{type=\"ISOLATE_DEVICE\"} 1.0");
    stop();
    try (var push =
        OtlpMetrics.to(URI.create("http://127.0.0.1:1/"), Duration.ofHours(1), "quaestor-worker")) {
      management =
          new Management(
              new ManagementProperties(0, "127.0.0.1"),
              push.beside(meters),
              () -> WorkerHealth.of(true, null, meters, Map.of()));
      management.start();
      assertThat(send("GET", "/metrics").body()).contains("quaestor_action_runs_total");
    }
  }

  @Test
  void healthSaysWhatIsWrongAndWhenEachBackEndLastAnswered() throws Exception {
    serving(0, "127.0.0.1");
    Gauge.builder("quaestor.connector.last.answer", () -> 1_790_000_000)
        .tag("connector", "defender")
        .register(meters);
    Gauge.builder("quaestor.connector.last.failure", () -> 0)
        .tag("connector", "defender")
        .register(meters);
    var up = send("GET", "/health");
    assertThat(up.statusCode()).isEqualTo(200);
    assertThat(up.body())
        .isEqualTo(
            "{\"status\":\"UP\",\"polling\":true,"
                + "\"connectors\":{\"defender\":{\"lastAnswered\":\"2026-09-21T14:13:20Z\"}}}");

    trouble = "Temporal answers UNAVAILABLE";
    var down = send("GET", "/health/readiness");
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.body()).contains("\"DOWN\"", "Temporal answers UNAVAILABLE");
    assertThat(send("GET", "/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingElseIsServedAndNothingIsTakenIn() throws Exception {
    serving(0, "127.0.0.1");
    for (var path : new String[] {"/", "/health/x", "/metrics/", "/%6detrics", "/shutdown"}) {
      assertThat(send("GET", path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void aPortThatIsTakenStopsTheStartWithItsName() {
    var first = serving(0, "127.0.0.1");
    var second =
        new Management(
            new ManagementProperties(first.port(), "127.0.0.1"),
            new SimpleMeterRegistry(),
            () -> WorkerHealth.of(true, null, meters, Map.of()));
    assertThatThrownBy(second::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("quaestor.management.port");
    var nowhere =
        new Management(
            new ManagementProperties(0, "nowhere.invalid"),
            new SimpleMeterRegistry(),
            () -> WorkerHealth.of(true, null, meters, Map.of()));
    assertThatThrownBy(nowhere::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("nowhere.invalid");
    assertThatThrownBy(() -> new ManagementProperties(70_000, "127.0.0.1"))
        .hasMessageContaining("quaestor.management.port");
  }
}
