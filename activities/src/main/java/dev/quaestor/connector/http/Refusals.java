package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a status and an error code mean. Codes decide, never message texts, which vendors change and
 * translate.
 */
final class Refusals {
  /** 403s that no credential would cure: the tenant or the device does not allow it. */
  private static final Set<String> NOT_OUR_RIGHTS =
      Set.of("DisabledFeature", "DisallowedOperation");

  /** Characters of what the back end says. */
  private static final int MOST_WORDS = 300;

  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private final Absence absence;
  private final Clock clock;

  Refusals(Absence absence, Clock clock) {
    this.absence = absence;
    this.clock = clock;
  }

  /** With the code and the words of its body, where it is JSON of the usual shape. */
  ConnectorException of(String operation, int status, HttpHeaders headers, byte[] body) {
    var error = error(body);
    var code = BackEndJson.text(error, "code", "type");
    var plain = code != null && code.matches("[A-Za-z0-9_.-]{1,80}") ? code : null;
    var wait = retryAfter(headers, clock);
    var kind = kind(operation, status, plain, wait.isPresent());
    var message = operation + ": " + status + (plain == null ? "" : " " + plain);
    return new ConnectorException(kind, message, plain, wait.orElse(null), null)
        .saying(words(BackEndJson.text(error, "message", "reason")));
  }

  private static JsonNode error(byte[] body) {
    try {
      return BackEndJson.field(BackEndJson.MAPPER.readTree(body), "error");
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String words(@Nullable String message) {
    if (message == null) {
      return null;
    }
    var line = Unseen.replaced(message, " ").replaceAll("\\s+", " ").strip();
    return Excerpt.head(line, MOST_WORDS);
  }

  private Kind kind(String operation, int status, @Nullable String code, boolean saysWhenToRetry) {
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> code != null && NOT_OUR_RIGHTS.contains(code) ? Kind.REJECTED : Kind.UNAUTHORIZED;
      case 404, 410 -> absence.isTold(operation, code) ? Kind.NOT_FOUND : Kind.OUT_OF_REACH;
      case 408 -> Kind.DOWN;
      case 429 -> Kind.THROTTLED;
      case 503 -> saysWhenToRetry ? Kind.THROTTLED : Kind.DOWN;
      default -> status >= 500 ? Kind.DOWN : status >= 400 ? Kind.REJECTED : Kind.MALFORMED_ANSWER;
    };
  }

  /**
   * Seconds or an HTTP date, RFC 9110 §10.2.3; what is neither is as if it were not there. A number
   * without end is still a wish to be left alone for long.
   */
  static Optional<Duration> retryAfter(HttpHeaders headers, Clock clock) {
    return headers.firstValue("Retry-After").flatMap(value -> parse(value.strip(), clock));
  }

  private static Optional<Duration> parse(String value, Clock clock) {
    Duration wait;
    if (value.matches("[0-9]{1,100}")) {
      wait = value.length() > 9 ? LONGEST_WAIT : Duration.ofSeconds(Long.parseLong(value));
    } else {
      try {
        var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        wait = Duration.between(clock.instant(), until);
      } catch (DateTimeException neither) {
        return Optional.empty();
      }
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }
}
