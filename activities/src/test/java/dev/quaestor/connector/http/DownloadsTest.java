package dev.quaestor.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import dev.quaestor.vault.FileVault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a back end's answer may make us fetch, and for how long. */
class DownloadsTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private BackEndClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          var body =
              exchange.getRequestURI().getPath().equals("/token")
                  ? "{\"access_token\":\"t\",\"expires_in\":3600}"
                  : "package";
          exchange.sendResponseHeaders(200, body.length());
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.createContext(
        "/drip",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            while (true) {
              out.write('x');
              out.flush();
              Thread.sleep(50);
            }
          } catch (IOException hungUp) {
            asked.add("hung up");
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    server.createContext(
        "/refused",
        exchange -> {
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().endsWith("1") ? 401 : 500, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
        });
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    client = client(base(), host -> InetAddress.getAllByName("8.8.8.8"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static BackEndClient client(String base, DownloadRules.Resolver resolver) {
    return new BackEndClient(
        settings(base),
        (operation, code) -> true,
        request -> Optional.empty(),
        new SimpleMeterRegistry(),
        Clock.systemUTC(),
        resolver);
  }

  private static ApiSettings settings(String base) {
    return new ApiSettings(
        "vendor",
        URI.create(base),
        URI.create(base + "/token"),
        "id",
        () -> "secret",
        "scope",
        new Remedies("", "", ""),
        SHORT,
        List.of("storage.example"),
        SHORT);
  }

  private static DownloadRules rules(String base, DownloadRules.Resolver resolver) {
    return new DownloadRules(settings(base), resolver);
  }

  @Test
  void aLinkToTheApiItselfIsFollowedWithoutItsToken() {
    byte[] fetched = client.download("GET it", base() + "/package?sig=x", b -> b.readAllBytes());

    assertThat(new String(fetched, StandardCharsets.UTF_8)).isEqualTo("package");
    assertThat(asked).containsExactly("/package?sig=x null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/x",
        "http://localhost:PORT/x",
        "https://127.0.0.1:PORT/x",
        "http://u:p@127.0.0.1:PORT/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://storage.example/x",
        "https://storage.example:8443/x",
        "https://storage.example.evil.example/x",
        "https://evilstorage.example/x",
        "https://storage.example@evil.example/x",
        "https://evil.example/?storage.example",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "file:///etc/passwd",
        "ftp://storage.example/x",
        "jar:https://storage.example/x!/",
        "//storage.example/x",
        "/x",
        "",
        "https://",
        "\u0000",
      })
  void aLinkToAnywhereElseIsNotFollowed(String link) {
    var failure =
        catchThrowableOfType(
            ConnectorException.class,
            () ->
                client.download(
                    "GET it",
                    link.replace("PORT", String.valueOf(server.getAddress().getPort())),
                    body -> body.readAllBytes()));

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    assertThat(failure).hasMessageNotContaining("/x").hasNoCause();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.example/x",
        "https://a.b.storage.example:443/x",
        "HTTPS://A.STORAGE.EXAMPLE./x"
      })
  void theVendorsStorageIsFollowedOverHttps(String link) {
    assertThatCode(() -> rules("https://api.example", host -> at("20.60.1.2")).follow(link))
        .doesNotThrowAnyException();
  }

  private static InetAddress[] at(String... addresses) throws UnknownHostException {
    var all = new InetAddress[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      all[i] = InetAddress.getByName(addresses[i]);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::1",
        "2001:db8::1",
        "2001:0:1::1",
        "100::1",
        "fec0::1"
      })
  void aHostWithAnyAddressOfANetworkOfOursIsNotFollowed(String address) throws Exception {
    assertThat(DownloadRules.isPublic(InetAddress.getByName(address))).isFalse();
    var refused =
        catchThrowableOfType(
            DownloadRules.Refused.class,
            () ->
                rules("https://api.example", host -> at("20.60.1.2", address))
                    .follow("https://storage.example/x"));
    assertThat(refused).hasMessageContaining("not public");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20.60.1.2",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "2603:1030::1",
        "64:ff9b::808:808"
      })
  void thePublicInternetIs(String address) throws Exception {
    assertThat(DownloadRules.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void aHostThatDoesNotResolveIsDown() {
    client.close();
    client =
        client(
            base(),
            host -> {
              throw new UnknownHostException(host);
            });
    assertThat(
            catchThrowableOfType(
                    ConnectorException.class,
                    () -> client.download("GET it", "https://storage.example/x", body -> 1))
                .kind())
        .isEqualTo(Kind.DOWN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatDripsIsHungUpOnAndLeavesNoDraft(boolean link) throws Exception {
    var vault = new FileVault(folder, 1_000_000);
    var started = System.nanoTime();

    var failure =
        catchThrowableOfType(
            ConnectorException.class,
            () ->
                assertThat(
                        link
                            ? client.download("GET it", base() + "/drip", vault::store)
                            : client.fetch(Request.get("/drip"), vault::store))
                    .isNull());

    assertThat(failure.kind()).isEqualTo(Kind.DOWN);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    for (int i = 0; i < 50 && !asked.contains("hung up"); i++) {
      Thread.sleep(50);
    }
    assertThat(asked).contains("hung up");
  }

  @ParameterizedTest
  @CsvSource({"/refused/1, UNAUTHORIZED", "/refused/2, DOWN"})
  void theBodyOfARefusalThatNeverEndsIsNotWaitedFor(String path, Kind kind) {
    assertThat(
            catchThrowableOfType(
                    ConnectorException.class,
                    () -> client.fetch(Request.get(path), body -> body.readAllBytes()))
                .kind())
        .isIn(kind, Kind.DOWN);
  }

  @Test
  void aRedirectIsNotFollowed() {
    assertThat(
            catchThrowableOfType(
                    ConnectorException.class,
                    () -> client.download("GET it", base() + "/moved", body -> 1))
                .kind())
        .isEqualTo(Kind.MALFORMED_ANSWER);
  }

  @Test
  void theDomainsAreConfiguredAndAreDomains() {
    assertThat(read("Storage.Example, cdn.example ").downloadHosts())
        .containsExactly("storage.example", "cdn.example");
    for (var bad :
        new String[] {"com", "*", "*.example", "https://storage.example", "a b.example"}) {
      assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> read(bad)))
          .hasMessageContaining("quaestor.vendor.download-hosts");
    }
  }

  private static ApiSettings read(String hosts) {
    return ApiSettings.read(
        new ConnectorSettings(
            "vendor",
            Map.of(
                "tenant-id", "t", "client-id", "c", "client-secret", "s", "download-hosts", hosts)),
        "https://api.example",
        "scope",
        "");
  }
}
