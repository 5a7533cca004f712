package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One HTTP exchange, whole: its time is bounded up to the last byte, and so is its size. */
final class Exchange {
  private final HttpClient client;
  private final Duration timeout;

  Exchange(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * @throws ConnectorException DOWN or MALFORMED_ANSWER; a status is never an error here
   */
  HttpResponse<byte[]> send(String operation, HttpRequest request, int limit) {
    // The request's own timeout ends with the headers: a body that trickles would hold us for ever.
    var answer = client.sendAsync(request, BoundedBody.upTo(limit));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException broken) {
      throw translate(operation, broken);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new ConnectorException(
          Kind.DOWN, operation + ": no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ConnectorException(Kind.DOWN, operation + ": interrupted");
    }
  }

  private static ConnectorException translate(String operation, ExecutionException broken) {
    Throwable cause = broken;
    for (Throwable at = broken; at != null; at = at.getCause()) {
      if (at instanceof BoundedBody.TooLarge tooLarge) {
        return ConnectorException.tooLarge(operation + ": " + tooLarge.getMessage());
      }
      // The JDK says so beneath each refused connection; what is above it says more.
      if (!(at instanceof ClosedChannelException)) {
        cause = at;
      }
    }
    // The class says enough; its message may carry addresses, which for a download are secrets.
    return new ConnectorException(Kind.DOWN, operation + ": " + cause.getClass().getSimpleName());
  }
}
