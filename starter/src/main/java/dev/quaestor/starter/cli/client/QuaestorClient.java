package dev.quaestor.starter.cli.client;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.wire.QuaestorJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Quaestor's HTTP API ({@code /api/v1}), over JSON trees. Every method returns what the server
 * answered with 2xx, and throws {@link CommandFailed} for all else: {@code REFUSED} with the
 * server's problem document (RFC 9457), {@code UNREACHABLE}, {@code NO_TOKEN} or {@code
 * NOT_UNDERSTOOD}. Nothing is retried. Safe for use from several threads.
 */
public final class QuaestorClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  // A decision waits for its workflow, so the server may take its time before it says 504.
  private static final Duration ANSWER = Duration.ofSeconds(90);
  // A hunting query may run for minutes, and so may a package of many megabytes.
  private static final Duration LONG_ANSWER = Duration.ofSeconds(270);
  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;
  private static final int LOG_LINES = 1000;
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String YAML = "application/yaml";

  private final URI server;
  private final Supplier<String> token;
  private final HttpClient http;

  /**
   * A client of one server.
   *
   * @param server scheme, host and port
   * @param token asked for at each call; may throw {@link CommandFailed}
   */
  public QuaestorClient(URI server, Supplier<String> token) {
    this.server = server;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            // A redirect would carry the token to an address nobody chose.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  public URI server() {
    return server;
  }

  /**
   * What the server answered.
   *
   * @param text the body as it came
   * @param body the same, parsed; missing when it is not JSON, as a policy's YAML
   */
  public record Answer(int status, String text, JsonNode body) {}

  /**
   * Hands in alerts: one or an array, in any known format.
   *
   * @param contentType what the file is, or null to let the server find out
   * @param format forces one; null lets the server find out
   * @return {@code {"alerts":[{"alertId","investigationId","joined"}]}}; the same alert again gets
   *     the same answer
   */
  public Answer submit(byte[] alerts, @Nullable String contentType, @Nullable String format) {
    return send(
        "POST",
        "/alerts" + query("format", format),
        alerts,
        contentType == null ? "application/octet-stream" : contentType,
        JSON,
        Map.of());
  }

  /** Cases, newest first. */
  public Answer investigations(Map<String, String> filter) {
    return get("/investigations" + query(filter));
  }

  /** The report of one case. */
  public Answer investigation(String id) {
    return get("/investigations/" + segment(id));
  }

  /** All of the ledger's events of one case, in order, however many calls that takes. */
  public Answer log(String investigationId) {
    var path = "/investigations/" + segment(investigationId) + "/log";
    var first = get(path + query("limit", String.valueOf(LOG_LINES)));
    if (!(first.body() instanceof ObjectNode whole) || !isFull(whole)) {
      return first;
    }
    var items = whole.withArray("items");
    for (JsonNode part = whole; isFull(part) && part.path("next").isNumber(); ) {
      var from = part.path("next").asLong();
      part =
          get(path
                  + query(
                      Map.of("after", String.valueOf(from), "limit", String.valueOf(LOG_LINES))))
              .body();
      part.path("items").forEach(items::add);
      whole.set("next", part.path("next"));
    }
    return new Answer(first.status(), whole.toString(), whole);
  }

  /** Of the whole list, all is there by now: whether this part of it may have been cut. */
  private static boolean isFull(JsonNode part) {
    return part.path("items").size() > 0 && part.path("items").size() % LOG_LINES == 0;
  }

  /** Stops a case; with rollback, what it did is taken back, newest first. */
  public Answer cancel(String investigationId, @Nullable String comment, boolean rollback) {
    var body = object(comment).put("rollback", rollback);
    return post("/investigations/" + segment(investigationId) + "/cancel", body, Map.of());
  }

  /** Who the token says that its bearer is, and what that person may do. */
  public Answer whoAmI() {
    return get("/whoami");
  }

  /** How the server stands. */
  public Answer status() {
    return get("/status");
  }

  /** What is well there and what is not, each with a sentence. */
  public Answer health() {
    return get("/health");
  }

  /** The Action Center: {@code status} is {@code pending} or {@code history}. */
  public Answer actions(Map<String, String> filter) {
    return get("/actions" + query(filter));
  }

  /** One action: its decision and its execution. */
  public Answer action(String id) {
    return get("/actions/" + segment(id));
  }

  /**
   * Decides one action.
   *
   * @param planHash what the approver was shown; null leaves it unbound
   * @return the action as it then stands; one that is decided already is refused with 409
   */
  public Answer decide(
      String actionId, Choice choice, @Nullable String comment, @Nullable String planHash) {
    var body = object(comment);
    if (planHash != null) {
      body.put("planHash", planHash);
    }
    return post("/actions/" + segment(actionId) + "/" + choice.path, body, Map.of());
  }

  /** Decides several at once; the answer has one result for each. */
  public Answer decide(List<String> actionIds, Choice choice, @Nullable String comment) {
    var body = object(comment).put("decision", choice.name());
    actionIds.forEach(body.putArray("actionIds")::add);
    return post("/actions/decisions", body, Map.of());
  }

  /**
   * Takes an action back; a repeat joins the undo that runs. Refused with 422 when it cannot be.
   */
  public Answer undo(String actionId, @Nullable String comment) {
    return post("/actions/" + segment(actionId) + "/undo", object(comment), Map.of());
  }

  /** The policy in force. */
  public Answer policy(boolean json) {
    return send("GET", "/policy", null, null, json ? JSON : YAML, Map.of());
  }

  /** A new revision of the policy, unless it is refused with 422, line and reason. */
  public Answer note(String investigationId, String text) {
    return post(
        "/investigations/" + segment(investigationId) + "/notes",
        QuaestorJson.mapper().createObjectNode().put("text", text),
        Map.of());
  }

  /**
   * @param assignee null for nobody any longer
   */
  public Answer assign(String investigationId, @Nullable String assignee) {
    var body = QuaestorJson.mapper().createObjectNode();
    return put(
        "/investigations/" + segment(investigationId) + "/assignee",
        assignee == null ? body : body.put("assignee", assignee));
  }

  public Answer tag(String investigationId, List<String> tags) {
    var body = QuaestorJson.mapper().createObjectNode();
    tags.forEach(body.putArray("tags")::add);
    return put("/investigations/" + segment(investigationId) + "/tags", body);
  }

  private Answer put(String path, JsonNode body) {
    return send("PUT", path, QuaestorJson.mapper().writeValueAsBytes(body), JSON, JSON, Map.of());
  }

  public Answer putPolicy(byte[] yaml, @Nullable String comment) {
    return send("PUT", "/policy" + query("comment", comment), yaml, YAML, JSON, Map.of());
  }

  /** Those who are told of what happens, and how each stands: {@code /webhooks}, or notices. */
  public Answer receivers(String path) {
    return get(path);
  }

  /** Sends one of them a test, once; the answer says what came of it. */
  public Answer testReceiver(String path, String name) {
    return send("POST", path + "/" + segment(name) + "/test", null, null, JSON, Map.of());
  }

  /** Takes one line of an answer that comes line by line. */
  @FunctionalInterface
  public interface LineReader {
    void read(String line) throws IOException;
  }

  /**
   * The ledger as OCSF, one event a line, as the server writes it: it may be longer than memory.
   *
   * @param each gets every whole line; what it throws ends the call
   * @throws CommandFailed {@code UNREACHABLE} also when the connection breaks in the middle
   */
  public void exportOcsf(Map<String, String> selection, LineReader each) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1/export/ocsf" + query(selection)))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", NDJSON + ", application/problem+json")
            .build();
    HttpResponse<InputStream> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw unreachable("did not answer in time");
    } catch (IOException e) {
      throw unreachable("cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.because(Kind.LOCAL, "Interrupted while waiting for " + server + ".");
    }
    try (var body = response.body()) {
      if (response.statusCode() != 200) {
        accept(
            response.statusCode(),
            new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8));
      }
      var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      for (var line = next(lines); line != null; line = next(lines)) {
        each.read(line);
      }
    }
  }

  private @Nullable String next(BufferedReader lines) {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw unreachable("broke off in the middle of its answer");
    }
  }

  /** Every revision, newest first, without its text. */
  public Answer policyRevisions(Map<String, String> filter) {
    return get("/policy/revisions" + query(filter));
  }

  /** One revision; as text unless JSON is wanted. */
  public Answer policyRevision(int number, boolean json) {
    return send("GET", "/policy/revisions/" + number, null, null, json ? JSON : YAML, Map.of());
  }

  /**
   * What differs between two revisions.
   *
   * @param to null for the one in force
   */
  public Answer policyDiff(int from, @Nullable String to) {
    var ends = new LinkedHashMap<String, String>();
    ends.put("from", Integer.toString(from));
    if (to != null) {
      ends.put("to", to);
    }
    return get("/policy/diff" + query(ends));
  }

  /** What a policy would have done otherwise about past cases; touches none of them. */
  public Answer backtest(byte[] yaml, String since) {
    return send("POST", "/policy/backtest" + query("since", since), yaml, YAML, JSON, Map.of());
  }

  public Answer tokens() {
    return get("/tokens");
  }

  /** A new token; the answer is the only time that it is shown. */
  public Answer createToken(String name, List<String> roles) {
    var body = QuaestorJson.mapper().createObjectNode().put("name", name);
    roles.forEach(body.putArray("roles")::add);
    return post("/tokens", body, Map.of());
  }

  public Answer revokeToken(String id) {
    return send("DELETE", "/tokens/" + segment(id), null, null, JSON, Map.of());
  }

  public Answer users() {
    return get("/users");
  }

  /**
   * @param groups device groups that they may see; none for all
   * @param areas areas that they may see; none for all
   */
  public Answer addUser(String name, List<String> roles, List<String> groups, List<String> areas) {
    return post("/users", grant(roles, groups, areas).put("name", name), Map.of());
  }

  /** The same for somebody who is there. */
  public Answer grantUser(
      String name, List<String> roles, List<String> groups, List<String> areas) {
    var body = QuaestorJson.mapper().writeValueAsBytes(grant(roles, groups, areas));
    return send("PUT", "/users/" + segment(name) + "/roles", body, JSON, JSON, Map.of());
  }

  private static ObjectNode grant(List<String> roles, List<String> groups, List<String> areas) {
    var body = QuaestorJson.mapper().createObjectNode();
    roles.forEach(body.putArray("roles")::add);
    if (!groups.isEmpty() || !areas.isEmpty()) {
      var scope = body.putObject("scope");
      if (!groups.isEmpty()) {
        groups.forEach(scope.putArray("groups")::add);
      }
      if (!areas.isEmpty()) {
        areas.forEach(scope.putArray("areas")::add);
      }
    }
    return body;
  }

  /**
   * @param verb {@code disable}, {@code enable} or {@code password}
   */
  public Answer changeUser(String name, String verb) {
    return post(
        "/users/" + segment(name) + "/" + verb, QuaestorJson.mapper().createObjectNode(), Map.of());
  }

  /**
   * @param user null for the first administrator
   */
  public Answer signInLink(@Nullable String user) {
    var body = QuaestorJson.mapper().createObjectNode();
    if (user != null) {
      body.put("user", user);
    }
    return post("/sign-in-links", body, Map.of());
  }

  public Answer classifyAlert(String alertId, JsonNode word) {
    return post("/alerts/" + segment(alertId) + "/classify", word, Map.of());
  }

  public Answer classifyEvidence(String investigationId, JsonNode word) {
    var path = "/investigations/" + segment(investigationId) + "/evidence/classify";
    return post(path, word, Map.of());
  }

  public Answer missed(String investigationId, JsonNode what) {
    return post("/investigations/" + segment(investigationId) + "/missed", what, Map.of());
  }

  public Answer putIndicator(JsonNode indicator) {
    return post("/indicators", indicator, Map.of());
  }

  public Answer importIndicators(JsonNode indicators) {
    return post("/indicators/import", indicators, Map.of());
  }

  public Answer indicators(Map<String, String> filter) {
    return get("/indicators" + query(filter));
  }

  public Answer removeIndicator(String id) {
    return send("DELETE", "/indicators/" + segment(id), null, null, JSON, Map.of());
  }

  /** What a SOC reports of a period, {@code since} and {@code until}. */
  public Answer kpis(Map<String, String> period) {
    return get("/kpis" + query(period));
  }

  public Answer ruleStatistics(int days) {
    return get("/policy/rules/statistics" + query("days", String.valueOf(days)));
  }

  /** What an approver says; the names are those of the wire. */
  public enum Choice {
    APPROVE("approve"),
    REJECT("reject");

    private final String path;

    Choice(String path) {
      this.path = path;
    }
  }

  private static ObjectNode object(@Nullable String comment) {
    var body = QuaestorJson.mapper().createObjectNode();
    return comment == null ? body : body.put("comment", comment);
  }

  public Answer get(String path) {
    return send("GET", path, null, null, JSON, Map.of());
  }

  public Answer post(String path, JsonNode body, Map<String, String> headers) {
    var bytes = QuaestorJson.mapper().writeValueAsBytes(body);
    return send("POST", path, bytes, JSON, JSON, headers);
  }

  private Answer send(
      String method,
      String path,
      byte @Nullable [] body,
      @Nullable String contentType,
      String accept,
      Map<String, String> headers) {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body);
    var request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
            .timeout(path.startsWith("/hunting/") ? LONG_ANSWER : ANSWER)
            .method(method, publisher)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", accept + ", application/problem+json");
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    headers.forEach(request::header);
    return exchange(request.build());
  }

  /**
   * What lies at that path, written as it comes.
   *
   * @return how many bytes there were
   * @throws CommandFailed as every other call, with nothing written; {@code LOCAL} when the file
   *     cannot be written
   */
  public long download(String path, Path file) {
    var request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
            .timeout(LONG_ANSWER)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", "application/octet-stream, application/problem+json")
            .GET()
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        if (response.statusCode() != 200) {
          accept(
              response.statusCode(),
              new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8));
        }
        return Files.copy(body, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw CommandFailed.because(Kind.LOCAL, file + " already exists; name another file with -o.");
    } catch (FileSystemException e) {
      throw LocalFile.unwritable(file.toString(), e);
    } catch (IOException e) {
      throw unreachable("cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.because(Kind.LOCAL, "Interrupted while waiting for " + server + ".");
    }
  }

  private Answer exchange(HttpRequest request) {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        var bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
        if (bytes.length > MAX_ANSWER_BYTES) {
          throw CommandFailed.because(
              Kind.NOT_UNDERSTOOD, "The server at " + server + " answered more than 64 MiB.");
        }
        return accept(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (HttpTimeoutException e) {
      throw unreachable("did not answer in time");
    } catch (IOException e) {
      throw unreachable("cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.because(Kind.LOCAL, "Interrupted while waiting for " + server + ".");
    }
  }

  private CommandFailed unreachable(String how) {
    return CommandFailed.because(
        Kind.UNREACHABLE,
        "The server at " + server + " " + how + ".",
        "Start one here with ./quaestor up, or name another with --server or QUAESTOR_SERVER.");
  }

  private Answer accept(int status, String text) {
    var body = tree(text);
    if (status >= 200 && status < 300) {
      return new Answer(status, text, body);
    }
    if (!body.isObject()) {
      throw CommandFailed.because(
          Kind.NOT_UNDERSTOOD,
          "The server at " + server + " answered " + status + ", but the answer cannot be read.",
          "Check that Quaestor's API is listening there.");
    }
    throw ProblemText.refusal(status, body);
  }

  private static JsonNode tree(String text) {
    try {
      return QuaestorJson.mapper().readTree(text);
    } catch (JacksonException e) {
      return QuaestorJson.mapper().missingNode();
    }
  }

  private static String query(String name, @Nullable String value) {
    return value == null ? "" : query(Map.of(name, value));
  }

  private static String query(Map<String, String> parameters) {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach((name, value) -> query.add(name + "=" + encode(value)));
    return query.toString();
  }

  public static String segment(String id) {
    return encode(id);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
