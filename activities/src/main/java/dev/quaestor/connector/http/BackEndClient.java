package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Remedies;
import dev.quaestor.telemetry.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Calls one JSON API. Answers other than 2xx, and those that make no sense, are {@link
 * ConnectorException}s. Every call is timed as {@code quaestor.connector.calls} by connector,
 * operation template and outcome.
 */
public final class BackEndClient implements AutoCloseable {
  private static final int MAX_ANSWER = 32 * 1024 * 1024;

  /** More than any vault takes; hashing readers keep nothing. */
  private static final long MAX_BODY = 4L * 1024 * 1024 * 1024;

  private static final int MAX_REFUSAL = 64 * 1024;
  private static final int MAX_PAGES = 1000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Of a histogram: few, as there is one for each operation and outcome. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(200),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2)
  };

  private final ApiSettings settings;
  private final MeterRegistry meters;
  private final AtomicLong lastAnswer;
  private final AtomicLong lastFailure;
  private final Refusals refusals;
  private final Reserve reserve;
  private final HttpClient http;
  private final Exchange exchange;
  private final TokenSource tokens;
  private final DownloadRules downloads;

  /** To a back end that limits all calls together. */
  public BackEndClient(ApiSettings settings, Absence absence, MeterRegistry meters) {
    this(settings, absence, request -> Optional.empty(), meters);
  }

  public BackEndClient(
      ApiSettings settings, Absence absence, Allotment allotment, MeterRegistry meters) {
    this(settings, absence, allotment, meters, Clock.systemUTC(), InetAddress::getAllByName);
  }

  BackEndClient(
      ApiSettings settings,
      Absence absence,
      Allotment allotment,
      MeterRegistry meters,
      Clock clock,
      DownloadRules.Resolver resolver) {
    this.settings = settings;
    this.meters = meters;
    this.lastAnswer =
        lastCall("quaestor.connector.last.answer", "When the back end last answered, Unix time");
    this.lastFailure =
        lastCall(
            "quaestor.connector.last.failure",
            "When it was last away, throttled us or refused our credentials, Unix time");
    this.refusals = new Refusals(absence, clock);
    this.reserve = new Reserve(allotment, clock);
    var builder = HttpClient.newBuilder();
    settings.trust().ifPresent(builder::sslContext);
    this.http =
        builder
            .connectTimeout(CONNECT_TIMEOUT)
            // Its pool of platform threads costs a change of thread more for each part of an
            // answer.
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            // A redirect would carry the request somewhere that nobody configured.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(
                "https".equalsIgnoreCase(settings.base().getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .build();
    this.exchange = new Exchange(http, settings.timeout());
    this.tokens = new TokenSource(settings, exchange, clock);
    this.downloads = new DownloadRules(settings, resolver);
  }

  /** Where it is and as whom it is spoken to, for people. */
  public String sentence() {
    return "%s at %s, tenant %s, as client %s"
        .formatted(settings.connector(), settings.base(), settings.tenant(), settings.clientId());
  }

  /** What to do when it does not let us in. */
  public Remedies remedies() {
    return settings.remedies();
  }

  /**
   * What a token of ours says of itself.
   *
   * @throws ConnectorException when there is none to be had
   */
  public Credential credential() {
    return timed(TokenSource.OPERATION, tokens::credential);
  }

  /** What a question brings; empty when what it asks for is not there. */
  public static <T> Optional<T> ifThere(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (ConnectorException absent) {
      if (absent.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw absent;
    }
  }

  /** The answer's JSON; a missing node when it has no body. */
  public JsonNode call(Request request) {
    return reserve.minding(request, () -> answer(request, address(request.path())));
  }

  /** The answer's objects, where it is a bare array; anything else in it is left out. */
  public List<JsonNode> list(Request request) {
    var answer =
        reserve.minding(
            request, () -> answer(request, address(request.path()), JsonNode::isArray, "array"));
    return answer.valueStream().filter(JsonNode::isObject).toList();
  }

  /**
   * Posts a file with some fields beside it, as {@code multipart/form-data}.
   *
   * @param path ours, without holes
   */
  public JsonNode upload(String path, Multipart form) {
    var operation = "POST " + path;
    return timed(
        operation,
        () ->
            json(
                operation,
                authorized(
                    token ->
                        exchange.send(
                            operation,
                            HttpRequest.newBuilder(address(path))
                                .header("Authorization", tokens.scheme() + token)
                                .header("Accept", "application/json")
                                .header("Content-Type", form.contentType())
                                .POST(BodyPublishers.ofByteArray(form.body()))
                                .build(),
                            MAX_ANSWER))));
  }

  /**
   * All objects of a collection, over its pages.
   *
   * @param limit at most so many
   */
  public List<JsonNode> collect(Request request, int limit) {
    var all = new ArrayList<JsonNode>();
    var at = address(request.path());
    for (int page = 0; page < MAX_PAGES; page++) {
      var place = at;
      var answer = reserve.minding(request, () -> answer(request, place));
      if (!answer.path("value").isArray()) {
        throw new ConnectorException(
            Kind.MALFORMED_ANSWER, request.operation() + ": the answer is not a collection");
      }
      all.addAll(BackEndJson.objects(answer, "value"));
      var next = BackEndJson.text(answer, "@odata.nextLink");
      if (next == null || all.size() >= limit) {
        break;
      }
      at = onOurHost(request.operation(), next);
      if (at.equals(place)) {
        throw new ConnectorException(
            Kind.MALFORMED_ANSWER, request.operation() + ": a page names itself as the next one");
      }
    }
    return all.size() > limit ? List.copyOf(all.subList(0, limit)) : List.copyOf(all);
  }

  /** Reads a download while it arrives. */
  @FunctionalInterface
  public interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * Fetches what a link of the back end leads to, where {@link DownloadRules} let it be followed.
   * The link carries its own right, so no token goes with it. The body is bounded in time, and by
   * the reader in size.
   */
  public <T> T download(String operation, String link, BodyReader<T> reader) {
    return timed(
        operation, () -> read(operation, open(operation, followed(operation, link), null), reader));
  }

  private URI followed(String operation, String link) {
    try {
      return downloads.follow(link);
    } catch (DownloadRules.Refused refused) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, operation + ": the back end gave " + refused.getMessage());
    } catch (IOException unresolved) {
      throw down(operation, unresolved);
    }
  }

  /**
   * Reads the body of an answer that is no JSON while it arrives, bounded like that of a download.
   */
  public <T> T fetch(Request request, BodyReader<T> reader) {
    return reserve.minding(request, () -> body(request, reader));
  }

  private <T> T body(Request request, BodyReader<T> reader) {
    var operation = request.operation();
    return timed(
        operation,
        () -> {
          var token = tokens.token(null);
          var answer = open(operation, address(request.path()), token);
          if (answer.statusCode() == 401) {
            hangUp(answer);
            answer = open(operation, address(request.path()), tokens.token(token));
          }
          return read(operation, answer, reader);
        });
  }

  private static void hangUp(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException gone) {
      // Nobody wants it.
    }
  }

  private HttpResponse<InputStream> open(String operation, URI address, @Nullable String token) {
    var request = HttpRequest.newBuilder(address).timeout(settings.timeout());
    if (token != null) {
      request.header("Authorization", tokens.scheme() + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException broken) {
      throw down(operation, broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(Kind.DOWN, operation + ": interrupted");
    }
  }

  private <T> T read(String operation, HttpResponse<InputStream> answer, BodyReader<T> reader) {
    var good = answer.statusCode() == 200;
    var longest = good ? settings.downloadTimeout() : settings.timeout();
    try (var body = new TimedBody(answer.body(), longest, MAX_BODY)) {
      if (good) {
        return reader.read(body);
      }
      throw refusals.of(
          operation, answer.statusCode(), answer.headers(), body.readNBytes(MAX_REFUSAL));
    } catch (IOException broken) {
      throw down(operation, broken);
    }
  }

  private static ConnectorException down(String operation, IOException broken) {
    return new ConnectorException(Kind.DOWN, operation + ": " + broken.getClass().getSimpleName());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private URI address(String path) {
    return URI.create(settings.base() + path);
  }

  /**
   * The next page, asked from the host we were told: a vendor's links may name another of its
   * hosts, and our token goes to the configured one only.
   */
  private URI onOurHost(String operation, String link) {
    var next = web(operation, link);
    var query = next.getRawQuery();
    var base = settings.base();
    return URI.create(
        base.getScheme()
            + "://"
            + base.getRawAuthority()
            + next.getRawPath()
            + (query == null ? "" : "?" + query));
  }

  private URI web(String operation, String link) {
    try {
      var address = URI.create(link);
      // Plain http is only for those who configured it for the API itself.
      var allowed =
          "https".equalsIgnoreCase(address.getScheme())
              || ("http".equalsIgnoreCase(address.getScheme())
                  && "http".equalsIgnoreCase(settings.base().getScheme()));
      if (allowed && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below, without the link: it may carry a signature.
    }
    throw new ConnectorException(
        Kind.MALFORMED_ANSWER,
        operation + ": the back end returned a link that is not a valid address");
  }

  private JsonNode answer(Request request, URI address) {
    return answer(request, address, json -> json.isObject() || json.isMissingNode(), "object");
  }

  private JsonNode answer(
      Request request, URI address, Predicate<JsonNode> expected, String called) {
    return timed(
        request.operation(),
        () -> {
          var answer = authorized(request, address);
          return perhapsDone(request, () -> json(request.operation(), answer, expected, called));
        });
  }

  /** What changes something and breaks on the way, or on the back end's side, may be done. */
  private static <T> T perhapsDone(Request request, Supplier<T> exchange) {
    try {
      return exchange.get();
    } catch (ConnectorException broke) {
      var open = broke.kind() == Kind.DOWN || broke.kind() == Kind.MALFORMED_ANSWER;
      throw open && !"GET".equals(request.method()) ? broke.afterActing() : broke;
    }
  }

  private HttpResponse<byte[]> authorized(Request request, URI address) {
    return authorized(token -> perhapsDone(request, () -> send(request, address, token)));
  }

  private HttpResponse<byte[]> authorized(Function<String, HttpResponse<byte[]>> send) {
    var token = tokens.token(null);
    var answer = send.apply(token);
    if (answer.statusCode() == 401) {
      // Revoked before its time; once with another one, then it is the credentials.
      var other = tokens.token(token);
      answer = other.equals(token) ? answer : send.apply(other);
    }
    return answer;
  }

  private HttpResponse<byte[]> send(Request request, URI address, String token) {
    var body = request.body();
    var builder =
        HttpRequest.newBuilder(address)
            .header("Authorization", tokens.scheme() + token)
            .header("Accept", "application/json")
            .method(
                request.method(),
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(BackEndJson.MAPPER.writeValueAsBytes(body)));
    if (body != null) {
      builder.header("Content-Type", "application/json");
    }
    return exchange.send(request.operation(), builder.build(), MAX_ANSWER);
  }

  private JsonNode json(String operation, HttpResponse<byte[]> answer) {
    return json(operation, answer, json -> json.isObject() || json.isMissingNode(), "object");
  }

  private JsonNode json(
      String operation, HttpResponse<byte[]> answer, Predicate<JsonNode> expected, String called) {
    var status = answer.statusCode();
    if (status < 200 || status > 299) {
      throw refusals.of(operation, status, answer.headers(), answer.body());
    }
    if (answer.body().length == 0) {
      return MissingNode.getInstance();
    }
    try {
      var json = BackEndJson.MAPPER.readTree(answer.body());
      if (expected.test(json)) {
        return json;
      }
    } catch (JacksonException notJson) {
      // Said below; the cause would quote the body.
    }
    throw new ConnectorException(
        Kind.MALFORMED_ANSWER, "%s: the answer is not a JSON %s".formatted(operation, called));
  }

  /** Whether the back end itself is well; what it says of a thing may still be no. */
  private static boolean isAnswer(Kind kind) {
    return switch (kind) {
      case REJECTED, NOT_FOUND, OUT_OF_REACH, DEVICE_AWAY -> true;
      case THROTTLED, DOWN, UNAUTHORIZED, MALFORMED_ANSWER -> false;
    };
  }

  private AtomicLong lastCall(String name, String description) {
    var at = new AtomicLong();
    Gauge.builder(name, at, millis -> millis.get() / 1000.0)
        .description(description)
        .baseUnit("seconds")
        .tag("connector", settings.connector())
        .strongReference(true)
        .register(meters);
    return at;
  }

  private <T> T timed(String operation, Supplier<T> call) {
    return Traces.call(settings.connector(), operation, () -> measured(operation, call));
  }

  private <T> T measured(String operation, Supplier<T> call) {
    var started = System.nanoTime();
    var outcome = "OK";
    var answered = true;
    try {
      return call.get();
    } catch (ConnectorException failed) {
      outcome = failed.kind().name();
      answered = isAnswer(failed.kind());
      throw failed;
    } finally {
      (answered ? lastAnswer : lastFailure).set(System.currentTimeMillis());
      Timer.builder("quaestor.connector.calls")
          .description("Calls to back ends")
          .tag("connector", settings.connector())
          .tag("operation", operation)
          .tag("outcome", outcome)
          .serviceLevelObjectives(BOUNDS)
          .register(meters)
          .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
  }
}
