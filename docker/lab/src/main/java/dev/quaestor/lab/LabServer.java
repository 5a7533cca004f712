package dev.quaestor.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lab.fault.FaultBoard;
import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.RequestCounter;
import dev.quaestor.lab.http.RoutePattern;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.http.Surface;
import dev.quaestor.lab.odata.BadQueryException;
import dev.quaestor.lab.tenant.Tenant;
import dev.quaestor.lab.token.TokenDesk;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP server. For every call, in this order: limits, route, delay, fault, token, handler.
 * Each call has its own virtual thread; handlers run one at a time behind the tenant's monitor, so
 * the tenant's state needs no locks of its own.
 */
final class LabServer implements AutoCloseable {

  static final int MAX_BODY_BYTES = 10 * 1024 * 1024;
  private static final int MAX_URI_CHARS = 16 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LabServer.class);

  static {
    // Read once by the JDK's server: without the first, every answer with a body waits 40 ms for
    // the client's delayed
    // ACK; without the second, pooled connections of clients are closed under them after 30 s.
    System.setProperty(
        "sun.net.httpserver.nodelay", System.getProperty("sun.net.httpserver.nodelay", "true"));
    System.setProperty(
        "sun.net.httpserver.idleInterval",
        System.getProperty("sun.net.httpserver.idleInterval", "300"));
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Router router;
  private final FaultBoard faults;
  private final TokenDesk tokens;
  private final RequestCounter counter;
  private final Tenant tenant;
  private final Supplier<Duration> delay;
  private volatile Consumer<LabTenant.Exchange> listener = exchange -> {};

  LabServer(
      InetSocketAddress address,
      Router router,
      FaultBoard faults,
      TokenDesk tokens,
      RequestCounter counter,
      Tenant tenant,
      Supplier<Duration> delay)
      throws IOException {
    this.router = router;
    this.faults = faults;
    this.tokens = tokens;
    this.counter = counter;
    this.tenant = tenant;
    this.delay = delay;
    this.server = HttpServer.create(address, 512);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void onExchange(Consumer<LabTenant.Exchange> told) {
    listener = told;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      Reply reply = answer(exchange);
      // Null: the connection is cut. Closing an exchange that was never answered closes its socket.
      if (reply != null) {
        write(exchange, reply);
      }
    } catch (IOException gone) {
      LOG.debug("a client left before its answer", gone);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Reply answer(HttpExchange exchange) throws IOException, InterruptedException {
    List<String> path = List.of();
    try {
      byte[] body = readBody(exchange);
      path = path(exchange.getRequestURI());
      return heard(exchange, body, call(exchange, path, body));
    } catch (Refusal refusal) {
      return refuse(Surface.of(path), refusal);
    } catch (BadQueryException wrong) {
      Surface surface = Surface.of(path);
      String code = surface == Surface.DEFENDER ? "ODataError" : "BadRequest";
      return refuse(surface, Refusal.badRequest(code, wrong.sentence()));
    } catch (RuntimeException broken) {
      LOG.error("the lab itself failed on {}", exchange.getRequestMethod(), broken);
      return refuse(
          Surface.of(path),
          new Refusal(500, "InternalServerError", "The lab failed; see its log."));
    }
  }

  private @Nullable Reply heard(HttpExchange exchange, byte[] body, Call call)
      throws InterruptedException {
    var began = Instant.now();
    Reply reply = dispatch(call);
    if (reply != null) {
      listener.accept(
          new LabTenant.Exchange(
              call.method(),
              exchange.getRequestURI().toString(),
              call.headers(),
              body,
              reply.status(),
              began,
              Instant.now()));
    }
    return reply;
  }

  private @Nullable Reply dispatch(Call call) throws InterruptedException {
    Surface surface = Surface.of(call.path());
    Router.Match match = router.find(call.method(), call.path());
    counter.count(match.route().pattern());
    if (surface == Surface.LAB) {
      return handle(match, call, "", false);
    }
    pause(delay.get());
    Fault fault = faults.take(call.method(), call.path()).orElse(null);
    if (fault == null) {
      return handle(match, call, caller(surface, call), false);
    }
    return switch (fault.kind()) {
      case DELAY -> {
        pause(fault.delay());
        yield handle(match, call, caller(surface, call), false);
      }
      case THROTTLE -> throttled(surface, fault);
      case ERROR ->
          refuse(
              surface,
              new Refusal(
                  fault.status(),
                  fault.code().isEmpty() ? codeOf(fault.status()) : fault.code(),
                  "A fault was asked for."));
      case CUT -> null;
      case CUT_AFTER -> {
        handle(match, call, caller(surface, call), false);
        yield null;
      }
      case FAIL_ACTION -> handle(match, call, caller(surface, call), true);
    };
  }

  private String caller(Surface surface, Call call) {
    return surface == Surface.TOKEN
        ? ""
        : tokens.authenticate(surface, call.header("authorization"));
  }

  private Reply handle(Router.Match match, Call call, String caller, boolean failNextAction) {
    Call routed = call.forRoute(match.arguments(), caller, failNextAction);
    synchronized (tenant) {
      tenant.settle();
      return match.route().handler().handle(routed);
    }
  }

  private static Reply throttled(Surface surface, Fault fault) {
    Reply reply =
        refuse(surface, new Refusal(429, "TooManyRequests", "Too many requests; try again later."));
    return fault.retryAfterSeconds() < 0
        ? reply
        : reply.withHeader("Retry-After", Integer.toString(fault.retryAfterSeconds()));
  }

  private static String codeOf(int status) {
    return switch (status) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 429 -> "TooManyRequests";
      case 503 -> "ServiceUnavailable";
      case 504 -> "GatewayTimeout";
      default -> "InternalServerError";
    };
  }

  private static Reply refuse(Surface surface, Refusal refusal) {
    Reply reply = Reply.json(refusal.status(), surface.error(refusal));
    return refusal.status() == 401
        ? reply.withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        : reply;
  }

  private static void pause(Duration duration) throws InterruptedException {
    if (!duration.isZero()) {
      Thread.sleep(duration);
    }
  }

  private Call call(HttpExchange exchange, List<String> path, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String host = headers.getOrDefault("host", "127.0.0.1:" + port());
    if (!host.matches("[A-Za-z0-9.:\\[\\]_-]{1,255}")) {
      throw Refusal.badRequest("BadRequest", "The Host header is not valid.");
    }
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    return new Call(
        exchange.getRequestMethod(),
        path,
        List.of(),
        query,
        headers,
        body,
        URI.create("http://" + host),
        "",
        false);
  }

  private static byte[] readBody(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
      if (body.length > MAX_BODY_BYTES) {
        // Read on for a while: a client still sending would see a reset instead of the answer.
        in.readNBytes(MAX_BODY_BYTES);
        throw new Refusal(413, "RequestEntityTooLarge", "A body is at most 10 MiB.");
      }
      return body;
    }
  }

  private static List<String> path(URI uri) {
    String raw = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (uri.toString().length() > MAX_URI_CHARS) {
      throw new Refusal(414, "RequestUriTooLong", "The URL is too long.");
    }
    List<String> decoded = new ArrayList<>();
    for (String segment : RoutePattern.split(raw)) {
      // In a path a plus is a plus; the decoder is made for forms.
      decoded.add(decode(segment.replace("+", "%2B")));
    }
    return RoutePattern.normalise(decoded);
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw Refusal.badRequest("BadRequest", "The URL is not well encoded.");
    }
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    exchange.getResponseBody().write(reply.body());
    exchange.getResponseBody().flush();
    exchange.getResponseBody().close();
  }
}
