package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.http.ApiSettings.Login;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Bearer tokens by OAuth 2.0 client credentials (RFC 6749 §4.4), or for user and password, kept
 * until they expire and renewed shortly before: by one caller, while the others go on with the one
 * that is still good.
 */
final class TokenSource {
  static final String OPERATION = "POST token";
  private static final int MAX_ANSWER = 256 * 1024;
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

  /** A token with the time from which another one is asked for. */
  private record Token(String value, Instant renewFrom, Instant expires, @Nullable Duration ahead) {

    boolean isNot(@Nullable String refused) {
      return !value.equals(refused);
    }

    @Override
    public String toString() {
      return "Token[renewFrom=" + renewFrom + "]";
    }
  }

  private final ApiSettings settings;
  private final Exchange exchange;
  private final Clock clock;
  private final Refusals refusals;
  // Not synchronized: callers are virtual threads, and the holder waits for the network.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Token current;

  TokenSource(ApiSettings settings, Exchange exchange, Clock clock) {
    this.settings = settings;
    this.exchange = exchange;
    this.clock = clock;
    // A token is no thing that could be absent.
    this.refusals = new Refusals((operation, code) -> false, clock);
  }

  /**
   * @param refused a token that the API did not take; null for none
   */
  String token(@Nullable String refused) {
    if (settings.login() == Login.PASSWORD) {
      return password();
    }
    var known = current;
    if (known != null && known.isNot(refused)) {
      var now = clock.instant();
      if (now.isBefore(known.renewFrom()) || (now.isBefore(known.expires()) && lock.isLocked())) {
        return known.value();
      }
    }
    lock.lock();
    try {
      var token = current;
      if (token == null || !token.isNot(refused) || !clock.instant().isBefore(token.renewFrom())) {
        token = renewed(token, refused);
        current = token;
      }
      return token.value();
    } finally {
      lock.unlock();
    }
  }

  /** What goes before it in a call. */
  String scheme() {
    return settings.login() == Login.PASSWORD ? "Basic " : "Bearer ";
  }

  private String password() {
    var both = settings.clientId() + ":" + clientSecret();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** What the token says that is good now. */
  Credential credential() {
    if (settings.login() == Login.PASSWORD) {
      return new Credential(Optional.empty(), Optional.empty());
    }
    var value = token(null);
    var known = current;
    return new Credential(roles(value), Optional.ofNullable(known == null ? null : known.ahead()));
  }

  private static Optional<Set<String>> roles(String token) {
    var claims = claims(token);
    if (!claims.isObject()) {
      return Optional.empty();
    }
    // An application that was given nothing has no such claim. Keycloak says it client by client.
    return Optional.of(
        Stream.concat(
                claims.path("roles").valueStream(),
                claims
                    .path("resource_access")
                    .valueStream()
                    .flatMap(client -> client.path("roles").valueStream()))
            .filter(JsonNode::isString)
            .map(JsonNode::asString)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The one before, where there is no new one for the moment and it is still good. */
  private Token renewed(@Nullable Token before, @Nullable String refused) {
    try {
      return fetch();
    } catch (ConnectorException away) {
      if (before != null
          && before.isNot(refused)
          && (away.kind() == Kind.DOWN || away.kind() == Kind.THROTTLED)
          && clock.instant().isBefore(before.expires())) {
        return before;
      }
      throw away;
    }
  }

  /** One that is not where it was is no reason to try another: what is there is tried again. */
  private String clientSecret() {
    try {
      return settings.clientSecret().get();
    } catch (IllegalStateException unreadable) {
      throw new ConnectorException(
          Kind.DOWN, OPERATION + ": " + unreadable.getMessage(), null, null, unreadable);
    }
  }

  private Token fetch() {
    var request = request();
    var asked = clock.instant();
    var answer = exchange.send(OPERATION, request, MAX_ANSWER);
    if (answer.statusCode() == 400 || answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw new ConnectorException(
          Kind.UNAUTHORIZED, OPERATION + ": " + answer.statusCode() + " the client was refused");
    }
    if (answer.statusCode() != 200) {
      // Its body is not read: it may quote what it was sent.
      throw refusals.of(OPERATION, answer.statusCode(), answer.headers(), new byte[0]);
    }
    return read(answer.body(), asked, ahead(answer.headers(), asked, clock.instant()));
  }

  private HttpRequest request() {
    var request = HttpRequest.newBuilder(settings.token()).header("Accept", "application/json");
    if (settings.login() != Login.CLIENT_CREDENTIALS) {
      return request
          .header("Authorization", "Basic " + password())
          .POST(BodyPublishers.noBody())
          .build();
    }
    var form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", settings.clientId(),
            "client_secret", clientSecret(),
            "scope", settings.scope());
    var body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** A date has whole seconds, and is of some moment between the two. */
  private static @Nullable Duration ahead(HttpHeaders headers, Instant asked, Instant answered) {
    try {
      var date = headers.firstValue("Date").orElse(null);
      var theirs =
          date == null
              ? null
              : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return theirs == null
          ? null
          : Duration.between(asked.plus(Duration.between(asked, answered).dividedBy(2)), theirs);
    } catch (DateTimeException | ArithmeticException odd) {
      return null;
    }
  }

  /**
   * How long a JSON Web Token says that it is good, by the clock of who made it; null where it does
   * not say.
   */
  private static @Nullable Long ownLifetime(@Nullable String token) {
    var claims = token == null ? MissingNode.getInstance() : claims(token);
    var expires = BackEndJson.number(claims, "exp");
    var from = BackEndJson.number(claims, "nbf");
    var since = from != null ? from : BackEndJson.number(claims, "iat");
    return expires == null || since == null ? null : expires - since;
  }

  /** Without looking at its signature, which only the back end's word is worth. */
  private static JsonNode claims(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length == 3) {
      try {
        return BackEndJson.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
      } catch (IllegalArgumentException | JacksonException opaque) {
        // It says nothing of itself.
      }
    }
    return MissingNode.getInstance();
  }

  private static Token read(byte[] body, Instant asked, @Nullable Duration ahead) {
    try {
      var json = BackEndJson.MAPPER.readTree(body);
      var whole = BackEndJson.text(json, "access_token");
      var value =
          whole != null ? whole : BackEndJson.text(BackEndJson.field(json, "data"), "token");
      var seconds = whole != null ? BackEndJson.number(json, "expires_in") : ownLifetime(value);
      if (value != null && value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        var lifetime = Duration.ofSeconds(seconds == null ? 0 : Math.clamp(seconds, 0, 86_400));
        var fifth = lifetime.dividedBy(5);
        var margin = fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
        return new Token(value, asked.plus(lifetime).minus(margin), asked.plus(lifetime), ahead);
      }
    } catch (JacksonException notJson) {
      // The cause would quote the body, and the body may hold a token.
    }
    throw new ConnectorException(
        Kind.MALFORMED_ANSWER, OPERATION + ": the answer contains no access token");
  }
}
