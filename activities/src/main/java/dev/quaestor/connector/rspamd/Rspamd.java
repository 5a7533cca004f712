package dev.quaestor.connector.rspamd;

import dev.quaestor.connector.http.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One worker of Rspamd's. Each exchange has one time for all of it, up to the last byte. */
final class Rspamd implements AutoCloseable {
  /** An answer about a mail of thousands of URLs has a tenth of this. */
  private static final int LARGEST_ANSWER = 4 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final URI url;

  /** Empty for none. */
  private final Supplier<String> password;

  private final Duration timeout;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          // Mail goes to the address that is configured, and through nobody.
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Rspamd(URI url, Supplier<String> password, Duration timeout) {
    this.url = url;
    this.password = password;
    this.timeout = timeout;
  }

  Duration timeout() {
    return timeout;
  }

  /** For people. */
  String sentence() {
    return "rspamd at %s%s".formatted(url, isInClear() ? ", in clear" : "");
  }

  private boolean isInClear() {
    var host = url.getHost().toLowerCase(Locale.ROOT);
    var here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return !here && "http".equalsIgnoreCase(url.getScheme());
  }

  /** The answer was longer than anybody needs. */
  static final class TooLong extends IOException {
    TooLong() {
      super("the answer has no end");
    }
  }

  HttpResponse<byte[]> get(String path) throws IOException, TimeoutException {
    return send(request(path).GET());
  }

  HttpResponse<byte[]> post(String path, byte[] body) throws IOException, TimeoutException {
    BodyPublisher whole = BodyPublishers.ofByteArray(body);
    return send(request(path).POST(whole));
  }

  private HttpRequest.Builder request(String path) throws IOException {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout);
    var secret = password.get().strip();
    // The JDK would quote it in its refusal.
    if (secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IOException("its password is no plain line");
    }
    return secret.isEmpty() ? request : request.header("Password", secret);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, TimeoutException {
    var answer = http.sendAsync(request.build(), BoundedBody.upTo(LARGEST_ANSWER));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException broken) {
      Throwable cause = broken;
      for (Throwable at = broken; at != null; at = at.getCause()) {
        cause = at;
        if (at instanceof BoundedBody.TooLarge) {
          throw new TooLong();
        }
        if (at instanceof HttpConnectTimeoutException) {
          break;
        }
        if (at instanceof HttpTimeoutException) {
          throw new TimeoutException();
        }
      }
      throw new IOException(cause.getClass().getSimpleName());
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw late;
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
