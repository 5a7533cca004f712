package dev.quaestor.connector.keycloak;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.capability.BackEnd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Keycloak of the test's own on loopback, with its database in memory, and a gate in front
 * of it that can be shut or lose an answer.
 */
final class RealKeycloak implements BackEnd, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_START = 300;

  private final int port;
  private final HttpServer gate;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Connector> made = new ArrayList<>();
  private final Thread teardown;
  private final Process process;
  private String admin = "";
  private Connector connector;
  private volatile boolean away;
  private volatile boolean losing;

  private RealKeycloak(Path home, Path folder) throws IOException {
    this.port = free();
    var management = free();
    var builder =
        new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + management)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keycloak.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
    this.process = builder.start();
    var started = process;
    this.teardown =
        new Thread(
            () -> {
              started.descendants().forEach(ProcessHandle::destroy);
              started.destroy();
            });
    Runtime.getRuntime().addShutdownHook(teardown);
    this.gate = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Skips the test, saying why, where there is none; unless one is required. */
  static RealKeycloak up(Path folder) throws Exception {
    var told = System.getenv("QUAESTOR_TEST_KEYCLOAK");
    var there = told != null && Files.isExecutable(Path.of(told, "bin", "kc.sh"));
    if (!there && "true".equals(System.getenv("QUAESTOR_REQUIRE_KEYCLOAK"))) {
      fail("a Keycloak is required, and QUAESTOR_TEST_KEYCLOAK names no folder of one");
    }
    assumeTrue(
        there,
        "skipped: accounts are tried on a real Keycloak only, whose folder QUAESTOR_TEST_KEYCLOAK"
            + " names");
    var keycloak = new RealKeycloak(Path.of(told), folder);
    try {
      keycloak.begin();
      return keycloak;
    } catch (Exception | AssertionError broke) {
      keycloak.close();
      throw broke;
    }
  }

  private void begin() throws Exception {
    for (int second = 0; ; second++) {
      try {
        admin =
            token(
                "master",
                Map.of(
                    "grant_type", "password",
                    "client_id", "admin-cli",
                    "username", "admin",
                    "password", "admin"));
        break;
      } catch (IOException notYet) {
        if (second > LONGEST_START || !process.isAlive()) {
          throw new AssertionError("Keycloak does not come up", notYet);
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
    // Its own tokens would lapse in the midst of a test on a slow machine.
    call("PUT", "/admin/realms/master", "{\"accessTokenLifespan\":3600}");
    admin =
        token(
            "master",
            Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", "admin"));
    realm("corp");
    gate.createContext("/", this::passed);
    gate.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gate.start();
    connector = connect(Map.of());
  }

  /** A realm with a client for the engine, one with less rights, and one that people use. */
  void realm(String name) throws Exception {
    call(
        "POST",
        "/admin/realms",
        """
        {"realm":"%s","enabled":true,"eventsEnabled":false,"accessTokenLifespan":3600,
         "clients":[
          {"clientId":"quaestor","secret":"hush-hush","serviceAccountsEnabled":true,
           "publicClient":false,"standardFlowEnabled":false},
          {"clientId":"onlooker","secret":"hush-hush","serviceAccountsEnabled":true,
           "publicClient":false,"standardFlowEnabled":false},
          {"clientId":"app","publicClient":true,"directAccessGrantsEnabled":true}],
         "users":[
          {"username":"service-account-quaestor","enabled":true,
           "serviceAccountClientId":"quaestor",
           "clientRoles":{"realm-management":["view-users","manage-users","view-events"]}},
          {"username":"service-account-onlooker","enabled":true,
           "serviceAccountClientId":"onlooker",
           "clientRoles":{"realm-management":["view-users"]}}]}
        """
            .formatted(name));
  }

  private void passed(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (away) {
        return;
      }
      var changes =
          !exchange.getRequestMethod().equals("GET")
              && exchange.getRequestURI().getPath().startsWith("/admin/");
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + port + exchange.getRequestURI().toString()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (var header : List.of("Authorization", "Content-Type", "Accept")) {
        var value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (losing && changes) {
        losing = false;
        return;
      }
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      var body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String token(String realm, Map<String, String> form)
      throws IOException, InterruptedException {
    var answer = tokens(realm, form);
    if (!answer.has("access_token")) {
      throw new IOException("no token: " + answer);
    }
    return answer.path("access_token").asString();
  }

  /** What the token endpoint answers. */
  JsonNode tokens(String realm, Map<String, String> form) throws IOException, InterruptedException {
    var body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/realms/%s/protocol/openid-connect/token"
                        .formatted(port, realm)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /** Somebody signs in to the application. */
  JsonNode signIn(String name, String scope) throws Exception {
    return tokens(
        "corp",
        Map.of(
            "grant_type", "password",
            "client_id", "app",
            "username", name,
            "password", "pw",
            "scope", scope));
  }

  /** Somebody's session is renewed by what a sign-in had brought. */
  JsonNode renewed(JsonNode signedIn) throws Exception {
    return tokens(
        "corp",
        Map.of(
            "grant_type", "refresh_token",
            "client_id", "app",
            "refresh_token", signedIn.path("refresh_token").asString()));
  }

  /** By the administrator, past the gate. */
  JsonNode call(String method, String path, String body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Authorization", "Bearer " + admin)
              .header("Content-Type", "application/json")
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() > 299) {
        throw new AssertionError(
            method + " " + path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException | InterruptedException broke) {
      throw new AssertionError(broke);
    }
  }

  JsonNode users() {
    return call("GET", "/admin/realms/corp/users?max=100", "");
  }

  /**
   * Makes a user with the password {@code pw}.
   *
   * @param more further fields, each with a comma before it
   * @return the id
   */
  String user(String name, String address, boolean proven, String more) {
    call(
        "POST",
        "/admin/realms/corp/users",
        """
        {"username":"%s","email":"%s","emailVerified":%s,"firstName":"A","lastName":"B",
         "enabled":true,"credentials":[{"type":"password","value":"pw"}]%s}
        """
            .formatted(name, address, proven, more));
    return call("GET", "/admin/realms/corp/users?exact=true&username=" + name, "")
        .get(0)
        .path("id")
        .asString();
  }

  void forgetUsers() {
    for (var user : users()) {
      call("DELETE", "/admin/realms/corp/users/" + user.path("id").asString(), "");
    }
  }

  JsonNode sessions(String id) {
    return call("GET", "/admin/realms/corp/users/" + id + "/sessions", "");
  }

  Connector connect(Map<String, String> more) {
    var values = new LinkedHashMap<String, String>();
    values.put("base-url", "http://127.0.0.1:" + gate.getAddress().getPort());
    values.put("realm", "corp");
    values.put("client-id", "quaestor");
    values.put("client-secret", "hush-hush");
    values.putAll(more);
    var one =
        new KeycloakFactory(new SimpleMeterRegistry())
            .create(new ConnectorSettings("keycloak", values));
    made.add(one);
    return one;
  }

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public Object state() {
    var all = new ArrayList<String>();
    for (var user : users()) {
      var id = user.path("id").asString();
      all.add(user.toString());
      for (var session : sessions(id)) {
        all.add(session.path("id").asString());
      }
      all.add(call("GET", "/admin/realms/corp/users/" + id + "/consents", "").toString());
    }
    return all;
  }

  @Override
  public void goAway() {
    away = true;
  }

  @Override
  public void loseNextAnswer() {
    losing = true;
  }

  @Override
  public void comeBack() {
    away = false;
    losing = false;
  }

  @Override
  public void close() {
    made.forEach(Connector::close);
    gate.stop(0);
    http.close();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    Runtime.getRuntime().removeShutdownHook(teardown);
  }
}
