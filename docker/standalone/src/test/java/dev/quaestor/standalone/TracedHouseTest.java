package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a running house says of one alert to whoever takes traces. */
class TracedHouseTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String URL = "quaestor.traces.otlp.url";

  private record Said(String by, Span span) {}

  private final List<Said> said = new CopyOnWriteArrayList<>();

  private static String hex(com.google.protobuf.ByteString id) {
    return java.util.HexFormat.of().formatHex(id.toByteArray());
  }

  private List<Said> ofTheAlert() {
    return said.stream().filter(s -> hex(s.span().getTraceId()).equals(TRACE)).toList();
  }

  private static List<String> ids(List<Said> spans) {
    return spans.stream().map(s -> hex(s.span().getSpanId())).toList();
  }

  private static List<Said> named(List<Said> spans, String beginning) {
    return spans.stream().filter(s -> s.span().getName().startsWith(beginning)).toList();
  }

  private static boolean isWhole(List<Said> spans) {
    return !named(spans, "StartWorkflow").isEmpty()
        && !named(spans, "POST").isEmpty()
        && spans.stream().anyMatch(s -> s.span().getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
        && spans.stream()
            .anyMatch(
                s ->
                    s.by().equals("quaestor-starter")
                        && s.span().getName().contains("RecordEvents"));
  }

  @Test
  void oneAlertIsOneTraceThroughStarterWorkerAndBackEnd() throws Exception {
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            for (var of :
                ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList()) {
              var by =
                  of.getResource().getAttributesList().stream()
                      .filter(a -> a.getKey().equals("service.name"))
                      .map(a -> a.getValue().getStringValue())
                      .collect(Collectors.joining());
              of.getScopeSpansList()
                  .forEach(s -> s.getSpansList().forEach(span -> said.add(new Said(by, span))));
            }
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
    System.setProperty(URL, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces");
    try (var house = House.start()) {
      var api = house.api();
      api.post(
              "/api/v1/alerts",
              Alerts.suspiciousProcessOn(230),
              "traceparent",
              "00-" + TRACE + "-b7ad6b7169203331-01")
          .expect(202);
      api.eventually(this::ofTheAlert, TracedHouseTest::isWhole);
    } finally {
      System.clearProperty(URL);
      receiver.stop(0);
    }

    var spans = ofTheAlert();
    var request = named(spans, "POST /api/v1/alerts");
    assertThat(request).singleElement();
    assertThat(hex(request.getFirst().span().getParentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(request.getFirst().by()).isEqualTo("quaestor-starter");
    assertThat(named(spans, "StartWorkflow Investigation")).singleElement();
    // Beside the case, which host is meant was asked.
    var starts = named(spans, "StartWorkflow ");
    assertThat(starts)
        .allSatisfy(start -> assertThat(hex(start.span().getParentSpanId())).isIn(ids(request)));
    var activities = named(spans, "RunActivity ");
    assertThat(activities)
        .allSatisfy(a -> assertThat(hex(a.span().getParentSpanId())).isIn(ids(starts)));
    assertThat(activities).extracting(Said::by).contains("quaestor-starter", "quaestor-worker");
    var calls =
        spans.stream().filter(s -> s.span().getKind() == Span.SpanKind.SPAN_KIND_CLIENT).toList();
    assertThat(calls)
        .isNotEmpty()
        .allSatisfy(
            call -> {
              assertThat(call.by()).isEqualTo("quaestor-worker");
              assertThat(hex(call.span().getParentSpanId())).isIn(ids(activities));
            });
    assertThat(ids(spans)).doesNotHaveDuplicates();
    // Names are ours: nothing of the case is in them.
    assertThat(spans.toString()).doesNotContain(Alerts.device(230));
  }
}
