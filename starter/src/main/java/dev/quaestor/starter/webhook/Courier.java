package dev.quaestor.starter.webhook;

import dev.quaestor.secret.SecretUnreadable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message once. Redirects are not followed: the address that was configured is the only
 * one that is spoken to. What the receiver writes back is not read.
 */
public final class Courier {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final int GONE = 410;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final InstantSource clock;

  public Courier(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @throws InterruptedException when this process is to end; the message may have been taken
   */
  WebhookReply send(Webhook webhook, CloudEvent message) throws InterruptedException {
    long timestamp = clock.instant().getEpochSecond();
    String signatures;
    try {
      signatures = webhook.signatures(message.id(), timestamp, message.body());
    } catch (SecretUnreadable | IllegalArgumentException e) {
      return new WebhookReply.NotTaken("It cannot be signed: " + e.getMessage() + ".", null);
    }
    var request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(webhook.settings().timeout())
            .header("Content-Type", CloudEvent.CONTENT_TYPE)
            .header("User-Agent", "Quaestor")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", signatures)
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()))
            .build();
    return send(request);
  }

  /**
   * @param request with its time limit
   * @throws InterruptedException when this process is to end; the message may have been taken
   */
  public WebhookReply send(HttpRequest request) throws InterruptedException {
    Instant now = clock.instant();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      // The time limit ends with the headers: a body that drips for ever must not be waited for.
      response.body().close();
      return reply(response, now);
    } catch (HttpTimeoutException e) {
      return new WebhookReply.NotTaken(
          "It did not answer within "
              + request.timeout().map(Duration::toMillis).orElseThrow()
              + " ms.",
          null);
    } catch (IOException e) {
      return new WebhookReply.NotTaken(
          "It cannot be reached (" + e.getClass().getSimpleName() + ").", null);
    }
  }

  private static WebhookReply reply(HttpResponse<?> response, Instant now) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new WebhookReply.Taken("It answered " + status + ".");
    }
    if (status == GONE) {
      return new WebhookReply.Gone("It answered 410 Gone.");
    }
    var why = status >= 300 && status < 400 ? "; redirects are not followed." : ".";
    return new WebhookReply.NotTaken(
        "It answered " + status + why,
        response.headers().firstValue("Retry-After").flatMap(t -> rest(t, now)).orElse(null));
  }

  /** Seconds or a date, RFC 9110 §10.2.3; what is neither says nothing. */
  static Optional<Duration> rest(String text, Instant now) {
    @Nullable Duration rest = null;
    var stripped = text.strip();
    if (stripped.matches("\\d{1,9}")) {
      rest = Duration.ofSeconds(Long.parseLong(stripped));
    } else {
      try {
        rest =
            Duration.between(
                now,
                ZonedDateTime.parse(stripped, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
    if (rest.isNegative()) {
      return Optional.empty();
    }
    return Optional.of(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
  }
}
