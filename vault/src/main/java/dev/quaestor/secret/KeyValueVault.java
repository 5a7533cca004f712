package dev.quaestor.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quaestor.setup.SecretReference;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads fields of a key-value engine of version 2 ({@code GET /v1/secret/data/PATH}). What was read
 * counts for half a minute: a secret is used with each delivery, and a vault is no place to ask as
 * often. A vault that is away for a moment takes nothing away that was read in the last hour.
 */
final class KeyValueVault {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration GOOD = Duration.ofHours(1);
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_KEPT = 200;

  /** A redirect would take the token elsewhere. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private record Read(byte[] value, long at) {
    boolean isWithin(Duration time) {
      return System.nanoTime() - at < time.toNanos();
    }
  }

  private final ConcurrentHashMap<SecretReference.InVault, Read> known = new ConcurrentHashMap<>();

  /** Why it could not be read; the message holds neither token nor value. */
  static final class NotRead extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether it may be there in a moment. */
    private final boolean passing;

    NotRead(String message, boolean passing) {
      super(message);
      this.passing = passing;
    }
  }

  byte[] read(VaultAccess access, String token, SecretReference.InVault wanted) throws NotRead {
    var before = known.get(wanted);
    if (before != null && before.isWithin(FRESH)) {
      return before.value().clone();
    }
    try {
      var value = value(ask(access, token, wanted), wanted);
      if (known.size() < MOST_KEPT) {
        known.put(wanted, new Read(value, System.nanoTime()));
      }
      return value.clone();
    } catch (NotRead away) {
      if (away.passing && before != null && before.isWithin(GOOD)) {
        return before.value().clone();
      }
      throw away;
    }
  }

  private static byte[] ask(VaultAccess access, String token, SecretReference.InVault wanted)
      throws NotRead {
    var request =
        HttpRequest.newBuilder(URI.create(access.address() + "/v1/" + wanted.path()))
            .timeout(PATIENCE)
            .header("X-Vault-Request", "true")
            .header("Accept", "application/json");
    try {
      request.header("X-Vault-Token", token);
      if (access.namespace() != null) {
        request.header("X-Vault-Namespace", access.namespace());
      }
    } catch (IllegalArgumentException notAHeader) {
      // Its message quotes the value.
      throw new NotRead("the vault's token or namespace has signs that no header may have", false);
    }
    var answer = HTTP.sendAsync(request.build(), info -> new Bounded());
    try {
      // For all of it, headers and body: an answer may come drop by drop.
      var got = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return accepted(got, wanted);
    } catch (TimeoutException slow) {
      answer.cancel(true);
      throw new NotRead(
          "the vault did not answer within %d s".formatted(PATIENCE.toSeconds()), true);
    } catch (ExecutionException failed) {
      var cause = Objects.requireNonNullElse(failed.getCause(), failed);
      throw new NotRead(
          cause instanceof TooLarge
              ? "the vault's answer is larger than any secret"
              : "the vault cannot be reached (%s)".formatted(cause.getClass().getSimpleName()),
          true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotRead("interrupted while the vault was asked", true);
    }
  }

  private static byte[] accepted(HttpResponse<byte[]> answer, SecretReference.InVault wanted)
      throws NotRead {
    var status = answer.statusCode();
    return switch (status) {
      case 200 -> answer.body();
      case 403 ->
          throw new NotRead("the vault does not let its token read " + wanted.path(), false);
      case 404 -> throw new NotRead("the vault has nothing at " + wanted.path(), false);
      default ->
          throw new NotRead(
              "the vault answered %d for %s".formatted(status, wanted.path()),
              status == 429 || status >= 500);
    };
  }

  private static byte[] value(byte[] body, SecretReference.InVault wanted) throws NotRead {
    try {
      var field =
          QuaestorJson.mapper().readTree(body).path("data").path("data").path(wanted.field());
      if (field.isString()) {
        return field.asString().getBytes(UTF_8);
      }
    } catch (JacksonException unreadable) {
      // Its message quotes the body.
    }
    throw new NotRead(
        "the vault has no text under the field %s of %s (is it a key-value engine of version 2?)"
            .formatted(wanted.field(), wanted.path()),
        false);
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Takes no more than a bound. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final HttpResponse.BodySubscriber<byte[]> all =
        HttpResponse.BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;
    private long size;

    @Override
    public CompletionStage<byte[]> getBody() {
      return all.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      all.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      size += item.stream().mapToLong(ByteBuffer::remaining).sum();
      if (size > MOST_BYTES) {
        Objects.requireNonNull(subscription).cancel();
        all.onError(new TooLarge());
      } else {
        all.onNext(item);
      }
    }

    @Override
    public void onError(Throwable failure) {
      all.onError(failure);
    }

    @Override
    public void onComplete() {
      all.onComplete();
    }
  }
}
