package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterStartTest {
  @TempDir Path state;

  private Map<String, Object> properties(int temporal) {
    return Map.of(
        "server.port",
        0,
        "quaestor.state-dir",
        state,
        "quaestor.temporal.target",
        "127.0.0.1:" + temporal,
        "quaestor.temporal.connect-timeout",
        "1s",
        "spring.datasource.url",
        "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
  }

  @Test
  void itSharesARegistryThatOutlivesItAndSaysWhenTemporalGoesAway() throws Exception {
    var shared = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    shared.counter("of.the.others").increment();
    int port = RunningStarter.freePort();
    var temporal = TestServer.createPortBoundServer(port, true);
    HttpResponse<String> metrics;
    HttpResponse<String> alert;
    int ready;
    int unready;
    int alive;
    try (var context = StarterApplication.start(properties(port), shared, List.of())) {
      var base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
      metrics = send(HttpRequest.newBuilder(URI.create(base + "/actuator/prometheus")));
      ready = status(base + "/actuator/health/readiness");
      temporal.close();
      unready = status(base + "/actuator/health/readiness");
      alive = status(base + "/actuator/health/liveness");
      alert =
          send(
              HttpRequest.newBuilder(URI.create(base + "/api/v1/alerts"))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          """
                          {"quaestor":"alert/v1","id":"1","title":"t","severity":"HIGH",
                           "entities":[{"type":"device","deviceId":"d1"}]}""")));
    }

    assertThat(metrics.body()).contains("of_the_others_total", "temporal_", "jvm_memory");
    assertThat(ready).isEqualTo(200);
    assertThat(unready).isEqualTo(503);
    assertThat(alive).isEqualTo(200);
    assertThat(alert.statusCode()).as(alert.body()).isEqualTo(503);
    assertThat(alert.body()).contains("temporal-unreachable");
    assertThat(shared.isClosed()).isFalse();
  }

  @Test
  void itPushesItsNumbersWhereItIsToldToAndIsStillScraped() throws Exception {
    var pushed = new CopyOnWriteArrayList<String>();
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange) {
            pushed.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
    int port = RunningStarter.freePort();
    var temporal = TestServer.createPortBoundServer(port, true);
    var properties = new HashMap<>(properties(port));
    properties.put("quaestor.metrics.otlp.every", "1s");
    properties.put(
        "quaestor.metrics.otlp.url",
        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/metrics");
    try (var context = StarterApplication.start(properties, null, List.of())) {
      var base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
      for (int i = 0; i < 200 && !toldOfCases(pushed); i++) {
        Thread.sleep(50);
      }
      assertThat(toldOfCases(pushed)).isTrue();
      assertThat(context.containsBean("otlpRegistry")).isTrue();
      assertThat(context.containsBean("otlpMeterRegistry")).isFalse();
      assertThat(send(HttpRequest.newBuilder(URI.create(base + "/actuator/prometheus"))).body())
          .contains("quaestor_investigations{state=\"RUNNING\"} 0.0", "jvm_memory");
    } finally {
      receiver.stop(0);
      temporal.close();
    }
  }

  private static boolean toldOfCases(List<String> pushed) {
    return pushed.stream()
        .anyMatch(b -> b.contains("quaestor-starter") && b.contains("quaestor.investigations"));
  }

  @Test
  void withoutTemporalItDoesNotStartAndSaysWhere() throws IOException {
    int nobody = RunningStarter.freePort();

    assertThatThrownBy(() -> StarterApplication.start(properties(nobody), null, List.of()))
        .hasRootCauseInstanceOf(Exception.class)
        .hasStackTraceContaining("Temporal at 127.0.0.1:" + nobody + " does not answer");
  }

  private int status(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url))).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    var token = Files.readString(state.resolve("admin-token")).strip();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          request.header("Authorization", "Bearer " + token).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
