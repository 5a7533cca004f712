package dev.quaestor.standalone.estate;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A Keycloak with its database in memory, and a user who is signed in. */
public final class Accounts implements Part {
  public static final String USER = "alice";

  private static final String REALM = "estate";
  private static final Duration UP_WITHIN = Duration.ofMinutes(4);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final int MOST_OK = 299;

  private final int port;
  private final String secret = secret();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String user = "";
  private String refresh = "";

  private Accounts() throws IOException {
    this.port = Loopback.free();
  }

  /**
   * @param home of a Keycloak that somebody has unpacked; null where none is told
   */
  static Optional<String> missing(Machine machine, @Nullable Path home) {
    if (home == null) {
      return Optional.of("name the folder of an unpacked Keycloak by --keycloak FOLDER");
    }
    var start = home.resolve("bin/kc.sh").toString();
    return machine.has().test(start)
        ? machine.lacks(false, List.of("bash"), "bash")
        : Optional.of("there is no " + start);
  }

  static Accounts start(Path folder, Path home) throws IOException {
    Files.createDirectories(folder);
    var accounts = new Accounts();
    var keycloak =
        Noted.start(
            folder,
            List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=" + Loopback.ADDRESS,
                "--http-port=" + accounts.port,
                "--http-management-port=" + Loopback.free()),
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                accounts.secret,
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx512m"));
    keycloak.until(
        () -> accounts.tokens("master", accounts.admin()).has("access_token"), UP_WITHIN);
    accounts.begin();
    return accounts;
  }

  static void end(Path folder) throws IOException {
    Noted.end(folder);
  }

  private static String secret() {
    var random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private Map<String, String> admin() {
    return Map.of(
        "grant_type", "password",
        "client_id", "admin-cli",
        "username", "admin",
        "password", secret);
  }

  private void begin() throws IOException {
    must(
        "POST",
        "/admin/realms",
        Resources.text("realm.json", "@REALM@", REALM, "@SECRET@", secret, "@USER@", USER));
    user =
        must("GET", "/admin/realms/estate/users?exact=true&username=" + USER, "")
            .path(0)
            .path("id")
            .asString();
    var signedIn =
        tokens(
            REALM,
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "app",
                "username",
                USER,
                "password",
                secret));
    refresh = signedIn.path("refresh_token").asString("");
    if (refresh.isEmpty()) {
      throw new IOException("nobody can sign in to it");
    }
  }

  /** What the token endpoint answers; an empty document when nobody does. */
  private JsonNode tokens(String realm, Map<String, String> form) {
    var body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(at("/realms/%s/protocol/openid-connect/token".formatted(realm)))
            .timeout(ANSWERS_WITHIN)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      var answer = sent(request);
      return QuaestorJson.mapper().readTree(answer.isEmpty() ? "{}" : answer);
    } catch (IOException | tools.jackson.core.JacksonException notYet) {
      return QuaestorJson.mapper().createObjectNode();
    }
  }

  private URI at(String path) {
    return URI.create("http://%s:%d%s".formatted(Loopback.ADDRESS, port, path));
  }

  private String sent(HttpRequest request) throws IOException {
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() > MOST_OK && !request.uri().getPath().endsWith("/token")) {
        throw new IOException(
            "HTTP %d from %s".formatted(answer.statusCode(), request.uri().getPath()));
      }
      return answer.body();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", stopped);
    }
  }

  /** As the administrator, whose token lasts a minute and is asked for each time. */
  private JsonNode must(String method, String path, String body) throws IOException {
    var token = tokens("master", admin()).path("access_token").asString("");
    var answer =
        sent(
            HttpRequest.newBuilder(at(path))
                .timeout(ANSWERS_WITHIN)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    return QuaestorJson.mapper().readTree(answer.isEmpty() ? "{}" : answer);
  }

  private JsonNode asked(String path) {
    try {
      return must("GET", path, "");
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    }
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of(
        "quaestor.keycloak.base-url",
        at("").toString(),
        "quaestor.keycloak.realm",
        REALM,
        "quaestor.keycloak.client-id",
        "quaestor",
        "quaestor.keycloak.client-secret",
        secret);
  }

  @Override
  public String sentence() {
    return "accounts of the realm %s in Keycloak (%s)".formatted(REALM, at(""));
  }

  public boolean isEnabled() {
    return asked("/admin/realms/estate/users/" + user).path("enabled").asBoolean();
  }

  public int sessions() {
    return asked("/admin/realms/estate/users/" + user + "/sessions").size();
  }

  /** Whether what the user's first sign-in had brought still renews the session. */
  public boolean renews() {
    return tokens(
            REALM,
            Map.of("grant_type", "refresh_token", "client_id", "app", "refresh_token", refresh))
        .has("access_token");
  }
}
