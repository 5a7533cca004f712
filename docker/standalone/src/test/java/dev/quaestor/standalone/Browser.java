package dev.quaestor.standalone;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A headless Chromium, driven by its DevTools protocol: its own {@code --screenshot} waits for
 * pages to fall silent, and the Temporal Web UI polls for ever.
 */
final class Browser implements AutoCloseable {
  /** The page's text and that of its frames: the Web UI renders Markdown in frames. */
  private static final String TEXT =
      "[document].concat(Array.from(document.querySelectorAll('iframe')).map(f => f.contentDocument))"
          + ".map(d => d && d.body ? d.body.innerText : '').join(' ')";

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final Process process;
  private final WebSocket socket;
  private final Answers answers = new Answers();
  private final HttpClient http = HttpClient.newHttpClient();
  private int calls;

  Browser(Path program, Path profile) throws IOException {
    var port = Ports.free();
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--window-size=1400,1800",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=" + port,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket = http.newWebSocketBuilder().buildAsync(page(port), answers).join();
  }

  private URI page(int port) {
    var list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    var giveUp = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < giveUp) {
      try {
        var tabs =
            QuaestorJson.mapper()
                .readTree(http.send(list, HttpResponse.BodyHandlers.ofString()).body());
        for (var tab : tabs) {
          if (tab.path("type").asString().equals("page")) {
            return URI.create(tab.path("webSocketDebuggerUrl").asString());
          }
        }
      } catch (IOException e) {
        // It does not listen yet.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      pause();
    }
    process.destroyForcibly();
    throw new AssertionError("The browser does not listen");
  }

  /** Opens a page and returns its text once it holds this. */
  String open(String url, String text) {
    call("Page.navigate", "{\"url\":\"" + url + "\"}");
    var giveUp = System.nanoTime() + PATIENCE;
    var seen = "";
    while (System.nanoTime() < giveUp) {
      seen =
          call("Runtime.evaluate", "{\"expression\":\"" + TEXT + "\"}")
              .path("result")
              .path("value")
              .asString("");
      if (seen.contains(text)) {
        return seen;
      }
      pause();
    }
    throw new AssertionError("\"" + text + "\" is not on the page:\n" + seen);
  }

  /** The page as a person sees it. */
  void picture(Path file) throws IOException {
    var png = call("Page.captureScreenshot", "{\"format\":\"png\"}").path("data").asString();
    Files.write(file, Base64.getDecoder().decode(png));
  }

  private JsonNode call(String method, String parameters) {
    var id = ++calls;
    socket
        .sendText(
            "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
        .join();
    while (true) {
      var answer = QuaestorJson.mapper().readTree(answers.next());
      if (answer.path("id").asInt() == id) {
        return answer.path("result");
      }
    }
  }

  /** Messages, put together from their parts. */
  private static final class Answers implements WebSocket.Listener {
    private final BlockingQueue<String> whole = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        whole.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    String next() {
      try {
        var message = whole.poll(20, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("The browser does not answer");
        }
        return message;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    // Its helpers end with it, and its profile must not be written to any longer.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
