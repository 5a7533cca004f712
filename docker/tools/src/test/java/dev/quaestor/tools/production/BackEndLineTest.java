package dev.quaestor.tools.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackEndLineTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private HttpServer backEnd;
  private BackEndLine line;

  @BeforeEach
  void start() throws IOException {
    backEnd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backEnd.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    backEnd.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes());
          exchange.close();
        });
    backEnd.createContext(
        "/slow",
        exchange -> {
          asked.countDown();
          try {
            answers.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    backEnd.start();
    line = new BackEndLine(backEnd.getAddress().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    answers.countDown();
    line.close();
    backEnd.stop(0);
  }

  @Test
  void itCarriesCallsUntilItIsCutAndAgainWhenItIsMended() throws Exception {
    assertThat(get("/")).isEqualTo("ok");

    line.cut();
    assertThatThrownBy(() -> get("/")).isInstanceOf(IOException.class);

    line.mend();
    assertThat(get("/")).isEqualTo("ok");
  }

  @Test
  void anAnswerThatIsUnderWayWhenItIsCutIsLost() throws Exception {
    try (var caller = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = caller.submit(() -> get("/slow"));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      line.cut();

      assertThatThrownBy(() -> slow.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    // A client of its own: a connection that is kept would be tried again.
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + line.port() + path))
              .timeout(Duration.ofSeconds(15))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }
}
