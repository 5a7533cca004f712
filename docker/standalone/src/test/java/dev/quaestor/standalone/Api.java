package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The API as any program outside sees it: bytes over HTTP, with one bearer's token. */
final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final @Nullable String token;
  private final Duration patience;

  /**
   * @param base as {@code http://127.0.0.1:8080}
   * @param token null to come without one
   */
  Api(URI base, @Nullable String token) {
    this(base, token, PATIENCE);
  }

  private Api(URI base, @Nullable String token, Duration patience) {
    this.base = base;
    this.token = token;
    this.patience = patience;
  }

  /** The same caller at the same place, who waits longer for what must come. */
  Api patient(Duration longer) {
    return new Api(base, token, longer);
  }

  /** The same place, another caller. */
  Api as(@Nullable String otherToken) {
    return new Api(base, otherToken, patience);
  }

  /** What came back. */
  record Answer(int status, HttpHeaders headers, String text) {
    JsonNode json() {
      return QuaestorJson.mapper().readTree(text);
    }

    String contentType() {
      return headers.firstValue("Content-Type").orElse("");
    }

    Answer expect(int wanted) {
      assertThat(status).as(text).isEqualTo(wanted);
      return this;
    }

    /** A problem document of that status, as RFC 9457 has it. */
    JsonNode problem(int wanted) {
      expect(wanted);
      assertThat(contentType()).isEqualTo("application/problem+json");
      assertThat(json().path("status").asInt()).isEqualTo(wanted);
      assertThat(json().path("title").asString()).isNotBlank();
      return json();
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answer send(String method, String path, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    } else if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Hands in one alert; its investigation's id. */
  String submit(String alert) {
    return post("/api/v1/alerts", alert, "Content-Type", "application/octet-stream")
        .expect(202)
        .json()
        .path("alerts")
        .path(0)
        .path("investigationId")
        .asString();
  }

  JsonNode report(String investigationId) {
    return get("/api/v1/investigations/" + investigationId).expect(200).json();
  }

  JsonNode action(String actionId) {
    return get("/api/v1/actions/" + actionId).expect(200).json();
  }

  Answer approve(String actionId) {
    return post("/api/v1/actions/" + actionId + "/approve", "{\"comment\":\"seen\"}");
  }

  Answer reject(String actionId) {
    return post("/api/v1/actions/" + actionId + "/reject", "{\"comment\":\"no\"}");
  }

  Answer undo(String actionId) {
    return post("/api/v1/actions/" + actionId + "/undo", "{\"comment\":\"back\"}");
  }

  int investigations() {
    return get("/api/v1/investigations?size=1").expect(200).json().path("total").asInt();
  }

  int actions() {
    return get("/api/v1/actions?size=1").expect(200).json().path("total").asInt();
  }

  /** The report once the investigation is in this state. */
  JsonNode until(String investigationId, String state) {
    return eventually(() -> report(investigationId), r -> r.path("state").asString().equals(state));
  }

  /** The report once the case has recorded that many alerts. */
  JsonNode untilAlerts(String investigationId, int many) {
    return eventually(() -> report(investigationId), r -> r.path("alerts").size() == many);
  }

  /** What waits in an investigation, once there is as much of it. */
  List<JsonNode> pending(String investigationId, int atLeast) {
    var page =
        eventually(
            () ->
                get("/api/v1/actions?status=PENDING&investigation=" + investigationId)
                    .expect(200)
                    .json(),
            p -> p.path("items").size() >= atLeast);
    var items = new ArrayList<JsonNode>();
    page.path("items").forEach(items::add);
    return items;
  }

  /** The one of that type that waits. */
  JsonNode pending(String investigationId, String type) {
    return eventually(
            () -> pending(investigationId, 0),
            l -> l.stream().anyMatch(a -> a.path("type").asString().equals(type)))
        .stream()
        .filter(a -> a.path("type").asString().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** The action once a field of it has that value; one just ordered may not be known yet. */
  JsonNode action(String actionId, String field, String value) {
    return eventually(
            () -> get("/api/v1/actions/" + actionId),
            a -> a.status() == 200 && a.json().path(field).asString("").equals(value))
        .json();
  }

  /** The first value that fits, within reason; the last one seen is shown when none does. */
  <T> T eventually(Supplier<T> source, Predicate<T> fits) {
    var giveUp = System.nanoTime() + patience.toNanos();
    while (true) {
      var value = source.get();
      if (fits.test(value)) {
        return value;
      }
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("Not within " + patience + "; last seen: " + value);
      }
      try {
        Thread.sleep(40);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
