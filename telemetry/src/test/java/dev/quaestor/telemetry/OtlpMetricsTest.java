package dev.quaestor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpMetricsTest {
  private static final Duration SELDOM = Duration.ofHours(1);

  private final List<ExportMetricsServiceRequest> taken = new CopyOnWriteArrayList<>();
  private HttpServer receiver;
  private volatile int answer = 200;

  @BeforeEach
  void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange) {
            taken.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
            exchange.sendResponseHeaders(answer, -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/metrics");
  }

  private Map<String, Metric> told() {
    return taken.getLast().getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
        .collect(Collectors.toMap(Metric::getName, m -> m));
  }

  @Test
  void whatIsCountedArrivesWithItsTagsAndTheNameOfTheProcess() {
    try (var push = OtlpMetrics.to(address(), SELDOM, "quaestor-worker")) {
      var meters = push.beside(new SimpleMeterRegistry());
      meters.counter("quaestor.action.runs", "type", "ISOLATE_DEVICE").increment(3);
      meters
          .timer("quaestor.connector.calls", "connector", "defender")
          .record(Duration.ofSeconds(2));
    }

    var counter = told().get("quaestor.action.runs").getSum();
    assertThat(counter.getIsMonotonic()).isTrue();
    assertThat(counter.getDataPoints(0).getAsDouble()).isEqualTo(3);
    assertThat(counter.getDataPoints(0).getAttributes(0).getKey()).isEqualTo("type");
    assertThat(told().get("quaestor.connector.calls").getHistogram().getDataPoints(0).getCount())
        .isEqualTo(1);
    assertThat(taken.getLast().getResourceMetrics(0).getResource().getAttributesList())
        .anyMatch(
            a ->
                a.getKey().equals("service.name")
                    && a.getValue().getStringValue().equals("quaestor-worker"));
  }

  @Test
  void itIsPushedInItsRhythm() throws InterruptedException {
    try (var push = OtlpMetrics.to(address(), Duration.ofMillis(200), "quaestor-worker")) {
      push.beside(new SimpleMeterRegistry()).counter("x").increment();
      for (int i = 0; i < 200 && taken.size() < 2; i++) {
        Thread.sleep(50);
      }
      assertThat(taken).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aReceiverThatRefusesOrIsAwayHindersNobody() {
    answer = 503;
    var own = new SimpleMeterRegistry();
    try (var push = OtlpMetrics.to(address(), SELDOM, "quaestor-worker")) {
      push.beside(own).counter("x").increment();
      receiver.stop(0);
      push.beside(own).counter("x").increment();
    }
    assertThat(own.counter("x").count()).isEqualTo(2);
    assertThat(own.isClosed()).isFalse();
  }

  @Test
  void withoutAReceiverNothingIsAdded() {
    var own = new SimpleMeterRegistry();
    try (var push = OtlpMetrics.to(null, SELDOM, "quaestor-worker")) {
      assertThat(push.beside(own)).isSameAs(own);
    }
  }

  @Test
  void anAddressThatCannotBeUsedIsNamedByItsSettingAndNotByItsValue() {
    for (var address :
        List.of("ftp://otel.example/", "otel.example:4318", "http://ann:hush-hush@otel.example/")) {
      assertThatThrownBy(() -> OtlpMetrics.to(URI.create(address), SELDOM, "x"))
          .hasMessageContaining("quaestor.metrics.otlp.url")
          .hasMessageNotContaining("hush-hush");
    }
    assertThatThrownBy(() -> OtlpMetrics.to(address(), Duration.ZERO, "x"))
        .hasMessageContaining("quaestor.metrics.otlp.every");
  }
}
