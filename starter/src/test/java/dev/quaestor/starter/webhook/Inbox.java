package dev.quaestor.starter.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** A receiver on this machine that can be made to fail, be slow, die and come back. */
final class Inbox implements AutoCloseable {
  /** What to answer a message. */
  interface Manners {
    int answer(JsonNode event, int tries) throws InterruptedException;
  }

  /** A message as it came, whatever it was answered. */
  record Letter(
      String id, String timestamp, String signature, String contentType, String body, int status) {
    JsonNode event() {
      return QuaestorJson.mapper().readTree(body);
    }
  }

  private final int port;
  private final List<Letter> letters = new ArrayList<>();
  private final Map<String, Integer> tries = new LinkedHashMap<>();
  private volatile Manners manners = (event, n) -> 204;
  private volatile String retryAfter;
  private HttpServer server;

  Inbox() {
    open(0);
    port = server.getAddress().getPort();
  }

  private void open(int at) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/hook";
  }

  void behave(Manners wanted) {
    manners = wanted;
  }

  void askForRest(String seconds) {
    retryAfter = seconds;
  }

  void die() {
    server.stop(0);
  }

  void comeBack() {
    open(port);
  }

  private void take(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), "UTF-8");
    var id = headers.getFirst("webhook-id");
    int status;
    try {
      int n;
      synchronized (this) {
        n = tries.merge(id, 1, Integer::sum);
      }
      status = manners.answer(QuaestorJson.mapper().readTree(body), n);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    synchronized (this) {
      letters.add(
          new Letter(
              id,
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              headers.getFirst("Content-Type"),
              body,
              status));
    }
    if (retryAfter != null) {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/elsewhere");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  synchronized List<Letter> letters() {
    return List.copyOf(letters);
  }

  /** Those it took, each once, in the order in which it first took them. */
  List<Letter> taken() {
    var taken = new LinkedHashMap<String, Letter>();
    for (var letter : letters()) {
      if (letter.status() / 100 == 2) {
        taken.putIfAbsent(letter.id(), letter);
      }
    }
    return List.copyOf(taken.values());
  }

  List<String> takenOf(String subject) {
    return taken().stream()
        .filter(l -> l.event().path("subject").asString().equals(subject))
        .map(Letter::id)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
