package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quaestor.starter.StarterSettings;
import dev.quaestor.worker.WorkerApplication;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker's numbers and health, which it keeps to itself until somebody is named. */
@ExtendWith(House.Shared.class)
class WatchedWorkerTest {
  private final House house;

  WatchedWorkerTest(House house) {
    this.house = house;
  }

  @Test
  void aWorkerIsScrapedAndPushesWhereItIsToldTo() throws Exception {
    var pushed = new CopyOnWriteArrayList<String>();
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange) {
            // Protobuf keeps text as it is.
            pushed.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
    int port = Ports.free();
    var properties = new TreeMap<>(house.workerProperties());
    properties.put("quaestor.management.port", port);
    properties.put("quaestor.metrics.otlp.every", "1s");
    properties.put(
        "quaestor.metrics.otlp.url",
        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/metrics");
    var worker = new Api(URI.create("http://127.0.0.1:" + port), null);
    try (var running =
        WorkerApplication.start(
            properties,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            StarterSettings.groups())) {
      assertThat(running.isRunning()).isTrue();
      var health = worker.get("/health").expect(200).json();
      assertThat(health.path("status").asString()).isEqualTo("UP");
      assertThat(health.path("connectors").has("defender")).isTrue();
      assertThat(health.path("connectors").has("graph")).isTrue();
      worker.eventually(
          () -> worker.get("/metrics").expect(200).text(),
          text ->
              text.contains("temporal_num_pollers")
                  && text.contains("quaestor_connector_last_answer_seconds"));
      worker.eventually(
          () -> List.copyOf(pushed),
          all ->
              all.stream()
                  .anyMatch(
                      body ->
                          body.contains("quaestor-worker")
                              && body.contains("temporal_num_pollers")
                              && body.contains("quaestor.connector.last.answer")));
    } finally {
      receiver.stop(0);
    }
  }
}
