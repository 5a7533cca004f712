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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A worker's numbers and health, which it keeps to itself until somebody is named. */
@ExtendWith(House.Shared.class)
class WatchedWorkerTest {
  @TempDir private Path folder;

  private final House house;

  WatchedWorkerTest(House house) {
    this.house = house;
  }

  private static JsonNode credential(Api worker, String connector, String wanted) {
    return worker.eventually(
        () -> worker.get("/health").json().path("connectors").path(connector),
        told -> told.path("credential").asString().equals(wanted));
  }

  @Test
  void aWrongCredentialStopsNoStartIsToldAndIsTriedAgain() throws Exception {
    int port = Ports.free();
    var secret = Files.writeString(folder.resolve("secret"), "not-the-one");
    var properties = new TreeMap<>(house.workerProperties());
    properties.put("quaestor.management.port", port);
    properties.put("quaestor.defender.client-secret", "file:" + secret);
    properties.put("quaestor.graph.login-url", "http://127.0.0.1:" + Ports.free());
    var worker = new Api(URI.create("http://127.0.0.1:" + port), null);
    var jvm = new ChildJvm(folder);
    var arguments =
        properties.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    var running = jvm.start(WorkerApplication.class, arguments);
    try {
      worker.eventually(() -> Ports.isTaken(port), taken -> taken || !running.isAlive());
      credential(worker, "defender", "REFUSED");
      credential(worker, "graph", "AWAY");
      // It serves all the same.
      worker.eventually(() -> worker.get("/health").status(), status -> status == 200);
      assertThat(
              worker.eventually(
                  jvm::said, text -> text.contains("it cannot be asked (POST token: ")))
          .contains("the credential is refused (POST token: 401 the client was refused)")
          .contains("Set quaestor.defender.client-secret")
          .doesNotContain("not-the-one");
    } finally {
      running.destroyForcibly().waitFor();
    }
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
