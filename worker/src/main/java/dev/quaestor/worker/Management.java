package dev.quaestor.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.start.CannotStart;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Answers those who watch the worker, where a port for that is configured. It takes nothing in: a
 * request is a path, and all that can be asked for is numbers and whether the worker works.
 */
final class Management implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Management.class);

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  private final ManagementProperties settings;
  private final MeterRegistry meters;
  private final Supplier<WorkerHealth> health;
  private volatile @Nullable Running running;

  private record Running(HttpServer server, ExecutorService threads) {}

  private record Answer(int status, String type, String body) {}

  Management(ManagementProperties settings, MeterRegistry meters, Supplier<WorkerHealth> health) {
    this.settings = settings;
    this.meters = meters;
    this.health = health;
  }

  @Override
  public synchronized void start() {
    var port = settings.port();
    if (port == null || running != null) {
      return;
    }
    try {
      var server = HttpServer.create(new InetSocketAddress(settings.address(), port), 0);
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", this::serve);
      server.start();
      running = new Running(server, threads);
      log.info(
          "metrics and health are at {}{}",
          server.getAddress(),
          server.getAddress().getAddress().isLoopbackAddress()
              ? ""
              : ", for whoever reaches it (quaestor.management.address)");
    } catch (IOException taken) {
      throw new CannotStart(
          "quaestor.management.port: nothing can listen on %s:%d (%s)."
              .formatted(settings.address(), port, taken.getMessage()),
          "Set it to a port that is free, and quaestor.management.address to an address of this"
              + " machine.",
          taken);
    }
  }

  /** Which one it got, where it was told to take any that is free. */
  int port() {
    var now = running;
    return now == null ? -1 : now.server().getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(String method, String path) {
    if (!method.equals("GET")) {
      return new Answer(405, TEXT, "");
    }
    return switch (path) {
      case "/metrics" -> new Answer(200, TEXT, metrics());
      case "/health", "/health/readiness" -> health();
      // Being without Temporal is cured by waiting and not by a restart.
      case "/health/liveness" -> new Answer(200, JSON, "{\"status\":\"UP\"}");
      default -> new Answer(404, TEXT, "");
    };
  }

  private Answer health() {
    var now = health.get();
    return new Answer(now.isUp() ? 200 : 503, JSON, QuaestorJson.mapper().writeValueAsString(now));
  }

  private String metrics() {
    var all =
        meters instanceof CompositeMeterRegistry both
            ? both.getRegistries().stream()
            : Stream.of(meters);
    return all.filter(PrometheusMeterRegistry.class::isInstance)
        .map(PrometheusMeterRegistry.class::cast)
        .map(PrometheusMeterRegistry::scrape)
        .findFirst()
        .orElse("");
  }

  @Override
  public synchronized void stop() {
    var stopping = running;
    if (stopping != null) {
      running = null;
      stopping.server().stop(0);
      stopping.threads().shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  /** Before the worker polls, and until it no longer does: whoever watches sees it stop. */
  @Override
  public int getPhase() {
    return -1;
  }
}
