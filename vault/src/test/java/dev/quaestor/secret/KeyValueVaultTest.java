package dev.quaestor.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.setup.SecretReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in that answers as the key-value engine of version 2 is documented to. */
class KeyValueVaultTest {
  private static final String TOKEN = "hvs.s3cr3t-t0ken";
  private static final String SETTING = "quaestor.mail.password";

  @TempDir Path folder;

  private HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private volatile Answer answer = KeyValueVaultTest::good;

  /** How the stand-in answers. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          answer.to(exchange);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void good(HttpExchange exchange) throws IOException {
    if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
      say(exchange, 403, "{\"errors\":[\"permission denied\"]}");
    } else if (!exchange.getRequestURI().getPath().equals("/v1/secret/data/quaestor")) {
      say(exchange, 404, "{\"errors\":[]}");
    } else {
      say(
          exchange,
          200,
          "{\"request_id\":\"1\",\"data\":{\"data\":{\"smtp\":\"hunter2\",\"n\":1},"
              + "\"metadata\":{\"version\":3,\"destroyed\":false}}}");
    }
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private SecretReader with(String... variables) {
    var environment = new HashMap<String, String>();
    environment.put("VAULT_ADDR", address() + "/");
    for (var i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return new SecretReader(environment);
  }

  private static String read(SecretReader reader, String reference) {
    return reader.text(SETTING, SecretReference.of(reference));
  }

  @Test
  void aFieldOfASecretIsReadAndNotAskedForAgainAtOnce() {
    var reader = with("VAULT_TOKEN", TOKEN, "VAULT_NAMESPACE", "soc");

    assertThat(read(reader, "vault:secret/data/quaestor#smtp")).isEqualTo("hunter2");
    assertThat(read(reader, "vault:secret/data/quaestor#smtp")).isEqualTo("hunter2");
    assertThat(asked).containsExactly("GET /v1/secret/data/quaestor");
  }

  @Test
  void theTokenMayLieInAFileThatItsAgentRenews() throws IOException {
    var file = Files.writeString(folder.resolve("token"), "old\n");
    var reader = with("VAULT_TOKEN_FILE", file.toString());
    assertThatThrownBy(() -> read(reader, "vault:secret/data/quaestor#smtp"))
        .isInstanceOf(SecretUnreadable.class)
        .hasMessage(SETTING + ": the vault does not let its token read secret/data/quaestor");

    Files.writeString(file, TOKEN + "\n");

    assertThat(read(reader, "vault:secret/data/quaestor#smtp")).isEqualTo("hunter2");
  }

  @Test
  void whatIsNotThereIsSaidByItsPlace() {
    var reader = with("VAULT_TOKEN", TOKEN);

    assertThatThrownBy(() -> read(reader, "vault:secret/data/other#smtp"))
        .hasMessage(SETTING + ": the vault has nothing at secret/data/other");
    for (var field : List.of("absent", "n")) {
      assertThatThrownBy(() -> read(reader, "vault:secret/data/quaestor#" + field))
          .hasMessageContaining("no text under the field " + field)
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void anAnswerThatIsNoneShowsNeitherTokenNorSecret() {
    var reader = with("VAULT_TOKEN", TOKEN);
    for (var body :
        List.of("hunter2", "{\"data\":null}", "{\"data\":{\"data\":null}}", "[\"hunter2\"", "")) {
      answer = exchange -> say(exchange, 200, body);
      assertThatThrownBy(() -> read(reader, "vault:secret/data/quaestor#smtp"))
          .isInstanceOf(SecretUnreadable.class)
          .hasMessageNotContainingAny("hunter2", TOKEN);
    }
    answer = exchange -> say(exchange, 500, "{\"errors\":[\"hunter2 " + TOKEN + "\"]}");
    assertThatThrownBy(() -> read(reader, "vault:secret/data/quaestor#smtp"))
        .hasMessage(SETTING + ": the vault answered 500 for secret/data/quaestor");
    assertThatThrownBy(() -> read(with("VAULT_TOKEN", "a\r\nb: c"), "vault:secret/data/quaestor#x"))
        .hasMessageNotContaining("b: c");
  }

  @Test
  void theTokenIsNotTakenElsewhere() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", address() + "/v1/elsewhere");
          exchange.sendResponseHeaders(307, -1);
        };

    assertThatThrownBy(() -> read(with("VAULT_TOKEN", TOKEN), "vault:secret/data/quaestor#smtp"))
        .hasMessageContaining("answered 307");
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAnswerWithoutEndOrWithoutHasteIsGivenUp() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var chunk = new byte[64 * 1024];
          for (var i = 0; i < 1_000; i++) {
            exchange.getResponseBody().write(chunk);
          }
        };
    assertThatThrownBy(() -> read(with("VAULT_TOKEN", TOKEN), "vault:secret/data/quaestor#smtp"))
        .hasMessageContaining("larger than any secret");

    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            for (var i = 0; i < 100; i++) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
              Thread.sleep(Duration.ofMillis(200));
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    var before = System.nanoTime();
    assertThatThrownBy(() -> read(with("VAULT_TOKEN", TOKEN), "vault:secret/data/quaestor#smtp"))
        .hasMessageContaining("did not answer within 5 s");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void withoutAWayToItNothingIsAsked() {
    for (var environment :
        List.of(
            Map.<String, String>of(),
            Map.of("VAULT_ADDR", address()),
            Map.of("VAULT_ADDR", "http://vault.example:8200", "VAULT_TOKEN", TOKEN),
            Map.of("VAULT_ADDR", "file:///etc/passwd", "VAULT_TOKEN", TOKEN),
            Map.of("VAULT_ADDR", "%", "VAULT_TOKEN", TOKEN))) {
      assertThatThrownBy(
              () -> read(new SecretReader(environment), "vault:secret/data/quaestor#smtp"))
          .isInstanceOf(SecretUnreadable.class)
          .hasMessageContaining("VAULT_")
          .hasMessageNotContaining(TOKEN);
    }
    assertThat(asked).isEmpty();
  }
}
