package dev.quaestor.starter.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that answers what a test tells it to, and remembers what it was asked. */
final class CannedApi implements AutoCloseable {
  static final String TOKEN = "qst_test-token";

  /** One call as it came. */
  record Call(String method, String target, Map<String, String> headers, String body) {}

  private record Reply(int status, String type, String body) {}

  private final HttpServer server;
  private final Map<String, Deque<Reply>> replies = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  CannedApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The last of several replies to one route stays. */
  CannedApi on(String route, int status, String json) {
    return on(route, status, status < 400 ? "application/json" : "application/problem+json", json);
  }

  CannedApi on(String route, int status, String type, String body) {
    replies.computeIfAbsent(route, r -> new ArrayDeque<>()).add(new Reply(status, type, body));
    return this;
  }

  List<Call> calls() {
    return calls;
  }

  Call onlyCall() {
    if (calls.size() != 1) {
      throw new AssertionError("not one call but " + calls);
    }
    return calls.get(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
    var target = exchange.getRequestURI().toString();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(new Call(exchange.getRequestMethod(), target, headers, body));
    var path = exchange.getRequestURI().getRawPath().replaceFirst("^/api/v1", "");
    var reply = reply(exchange.getRequestMethod() + " " + path, headers);
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Reply reply(String route, Map<String, String> headers) {
    if (!("Bearer " + TOKEN).equals(headers.get("authorization"))) {
      return new Reply(
          401, "application/problem+json", "{\"title\":\"Unauthorized\",\"status\":401}");
    }
    var waiting = replies.get(route);
    if (waiting == null) {
      return new Reply(404, "application/problem+json", "{\"title\":\"Not Found\",\"status\":404}");
    }
    return waiting.size() > 1 ? waiting.poll() : waiting.element();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
