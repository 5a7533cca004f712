package dev.quaestor.connector.wazuh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.capability.BackEnd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands in for a manager and an indexer, as far as they are documented: {@code
 * api/api/spec/spec.yaml} and {@code framework/wazuh/active_response.py} of wazuh/wazuh 4.x, and
 * OpenSearch's search API. An agent does what {@code docker/wazuh/quaestor-isolation} does.
 */
final class WazuhStandIn implements BackEnd, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT);

  private static final Map<String, Instant> TIMES = new ConcurrentHashMap<>();

  /** What OpenSearch's {@code index.max_result_window} is. */
  private static final int WINDOW = 10_000;

  /** How an agent takes an order that the manager says it has sent. */
  enum Agents {
    OBEY,
    /** The manager has sent it, and nothing comes of it: there is no such script. */
    IGNORE,
    /** It answers that it has refused. */
    REFUSE
  }

  private final HttpServer server;
  private final Connector connector;
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger lines = new AtomicInteger();
  private final Map<String, ObjectNode> agents = new TreeMap<>();
  private final List<ObjectNode> alerts = new ArrayList<>();
  private final List<String> orders = new ArrayList<>();
  private final List<String> searches = new ArrayList<>();

  /** By agent, the action whose table stands there. */
  private final Map<String, String> isolated = new TreeMap<>();

  /** By agent, action and verb, what the script keeps: outcome and detail. */
  private final Map<String, List<String>> kept = new TreeMap<>();

  private volatile boolean away;
  private volatile boolean losing;
  volatile Agents mode = Agents.OBEY;
  volatile int managerStatus;
  volatile int indexerStatus;
  volatile boolean endless;
  volatile boolean partly;
  volatile boolean noIndex;
  volatile String token = "";

  WazuhStandIn() {
    this(Map.of());
  }

  WazuhStandIn(Map<String, String> more) {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
    reset();
    connector = connect(more);
  }

  Connector connect(Map<String, String> more) {
    var values = new LinkedHashMap<String, String>();
    values.put("manager-url", "http://127.0.0.1:" + server.getAddress().getPort());
    values.put("user", "quaestor");
    values.put("password", "hush-hush");
    values.put("indexer-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/indexer");
    values.put("indexer-user", "reader");
    values.put("indexer-password", "hush");
    values.put("timeout", "PT5S");
    values.putAll(more);
    return new WazuhFactory(new SimpleMeterRegistry())
        .create(new ConnectorSettings("wazuh", values));
  }

  synchronized void reset() {
    agents.clear();
    alerts.clear();
    orders.clear();
    searches.clear();
    isolated.clear();
    kept.clear();
    mode = Agents.OBEY;
    managerStatus = 0;
    indexerStatus = 0;
    endless = false;
    partly = false;
    noIndex = false;
    agent("000", "manager.contoso.example", "active", "ubuntu");
    agent("001", "web-01.contoso.example", "active", "ubuntu");
    agent("002", "db-01.contoso.example", "active", "centos");
    agent("003", "twin", "active", "debian");
    agent("004", "twin", "disconnected", "debian");
    agent("005", "gone-01", "disconnected", "debian");
    agent("006", "ws-jdoe", "active", "windows");
    alert("1764000000.1", Instant.parse("2026-11-01T10:00:00Z"), "001", 10);
  }

  synchronized ObjectNode agent(String id, String name, String status, String platform) {
    var agent = JSON.createObjectNode().put("id", id).put("name", name).put("status", status);
    agent.put("ip", "192.0.2." + Integer.parseInt(id)).put("version", "Wazuh v4.9.2");
    agent.put("lastKeepAlive", "2026-12-01T02:00:00+00:00");
    agent.putArray("group").add("default").add("servers");
    agent.putObject("os").put("platform", platform).put("name", platform).put("version", "12");
    agents.put(id, agent);
    return agent;
  }

  /** An alert of one of the manager's own rules. */
  synchronized ObjectNode alert(String id, Instant at, String agent, int level) {
    var alert = JSON.createObjectNode().put("id", id).put("timestamp", time(at));
    alert.putObject("agent").put("id", agent).put("name", named(agent));
    alert.putObject("manager").put("name", "wazuh-1");
    alert
        .putObject("rule")
        .put("id", "5710")
        .put("level", level)
        .put("description", "sshd: attempt");
    alert.put("location", "/var/log/auth.log").put("full_log", "x");
    alerts.add(alert);
    return alert;
  }

  /** A line of the script's, as the rule makes an alert of it. */
  synchronized ObjectNode line(
      String agent, String verb, String action, String outcome, String code, String detail) {
    var alert = alert("1764000001." + lines.incrementAndGet(), Instant.now(), agent, 3);
    alert.putObject("rule").put("id", Answers.RULE).put("level", 3).put("description", "Quaestor");
    alert.put("location", Answers.LOG);
    var by = isolated.getOrDefault(agent, "");
    alert
        .putObject("data")
        .putObject("quaestor")
        .put("version", "1")
        .put("verb", verb)
        .put("action", action)
        .put("outcome", outcome)
        .put("code", code)
        .put("state", by.isEmpty() ? "NONE" : "STANDS")
        .put("by", by)
        .put("detail", detail);
    return alert;
  }

  private String named(String agent) {
    return agents.containsKey(agent) ? agents.get(agent).path("name").asString() : agent;
  }

  private static String time(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  synchronized boolean isIsolated(String agent) {
    return isolated.containsKey(agent);
  }

  synchronized List<String> orders() {
    return List.copyOf(orders);
  }

  synchronized List<String> searches() {
    return List.copyOf(searches);
  }

  int tokens() {
    return tokens.get();
  }

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public synchronized Object state() {
    return List.of(
        new TreeMap<>(isolated),
        new TreeMap<>(kept)
            .keySet().stream().filter(k -> kept.get(k).getFirst().equals("DONE")).toList());
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
    connector.close();
    server.stop(0);
  }

  private record Reply(int status, JsonNode body) {}

  private void serve(HttpExchange exchange) throws IOException {
    if (away) {
      exchange.close();
      return;
    }
    Reply reply;
    synchronized (this) {
      reply = reply(exchange);
    }
    if (losing && exchange.getRequestMethod().equals("PUT")) {
      losing = false;
      exchange.close();
      return;
    }
    var bytes = reply.body().toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (reply.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "7");
    }
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = exchange.getRequestBody().readAllBytes();
    var shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (path.startsWith("/indexer/")) {
      return !shown.equals(basic("reader:hush"))
          ? new Reply(401, JSON.createObjectNode())
          : indexer(path.substring("/indexer/".length()), JSON.readTree(body));
    }
    if (path.equals("/security/user/authenticate")) {
      return shown.equals(basic("quaestor:hush-hush"))
          ? authenticated()
          : problem(401, 0, "Invalid credentials");
    }
    if (!shown.equals("Bearer " + token)) {
      return problem(401, 0, "Invalid token");
    }
    if (managerStatus != 0) {
      return problem(managerStatus, managerStatus == 429 ? 6001 : 1000, "no");
    }
    var query = query(exchange);
    return switch (exchange.getRequestMethod() + " " + path) {
      case "GET /agents" -> listed(query);
      case "PUT /active-response" -> ordered(query, JSON.readTree(body));
      default -> problem(404, 0, "Not found");
    };
  }

  private static String basic(String both) {
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var query = new LinkedHashMap<String, String>();
    for (var pair : String.valueOf(exchange.getRequestURI().getRawQuery()).split("&")) {
      var both = pair.split("=", 2);
      query.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static Reply problem(int status, int code, String detail) {
    return new Reply(
        status, JSON.createObjectNode().put("title", "x").put("detail", detail).put("error", code));
  }

  /** A JSON Web Token of 900 seconds, as {@code auth_token_exp_timeout} is by default. */
  private Reply authenticated() {
    var from = Instant.now().getEpochSecond();
    var claims =
        JSON.createObjectNode().put("iss", "wazuh").put("nbf", from).put("exp", from + 900);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    token =
        "e30.%s.%d"
            .formatted(
                encoder.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8)),
                tokens.incrementAndGet());
    var answer = JSON.createObjectNode().put("error", 0);
    answer.putObject("data").put("token", token);
    return new Reply(200, answer);
  }

  private Reply listed(Map<String, String> query) {
    var wanted = query.get("agents_list");
    var ids = wanted == null ? null : List.of(wanted.split(","));
    var search = query.getOrDefault("search", "").toLowerCase(Locale.ROOT);
    var all =
        agents.values().stream()
            .filter(agent -> ids == null || ids.contains(agent.path("id").asString()))
            .filter(agent -> agent.toString().toLowerCase(Locale.ROOT).contains(search))
            .toList();
    var limit = Integer.parseInt(query.getOrDefault("limit", "500"));
    var offset = Integer.parseInt(query.getOrDefault("offset", "0"));
    var answer = JSON.createObjectNode().put("error", 0).put("message", "All selected");
    var data = answer.putObject("data");
    var items = data.putArray("affected_items");
    if (endless) {
      for (int n = 0; n < limit; n++) {
        items.add(
            JSON.createObjectNode()
                .put("id", "%07d".formatted(100 + offset + n))
                .put("name", "web-01"));
      }
      data.put("total_affected_items", Integer.MAX_VALUE);
      return new Reply(200, answer);
    }
    all.stream().skip(offset).limit(limit).forEach(items::add);
    data.put("total_affected_items", all.size());
    var failed = data.putArray("failed_items");
    if (ids != null) {
      ids.stream()
          .filter(id -> !agents.containsKey(id))
          .forEach(id -> failed.add(failure(1701, id)));
    }
    data.put("total_failed_items", failed.size());
    return new Reply(200, answer);
  }

  private static ObjectNode failure(int code, String id) {
    var failed = JSON.createObjectNode();
    failed.putObject("error").put("code", code).put("message", "no");
    failed.putArray("id").add(id);
    return failed;
  }

  private Reply ordered(Map<String, String> query, JsonNode body) {
    var id = query.get("agents_list");
    var verb = body.path("arguments").path(0).asString();
    var action = body.path("arguments").path(1).asString();
    var answer = JSON.createObjectNode();
    var data = answer.putObject("data");
    var done = data.putArray("affected_items");
    var failed = data.putArray("failed_items");
    if (!agents.containsKey(id)) {
      failed.add(failure(1701, id));
    } else if (!agents.get(id).path("status").asString().equals("active")) {
      failed.add(failure(1707, id));
    } else if (!body.path("command").asString().equals("!quaestor-isolation")) {
      failed.add(failure(1652, id));
    } else {
      orders.add(id + " " + verb + " " + action);
      done.add(id);
      switch (mode) {
        case OBEY -> obey(id, verb, action);
        case IGNORE -> {}
        case REFUSE -> line(id, verb, action, "REFUSED", "NO_NFTABLES", "the host has no nftables");
      }
    }
    data.put("total_affected_items", done.size()).put("total_failed_items", failed.size());
    answer.put("message", "AR command was sent to all agents").put("error", failed.size());
    return new Reply(200, answer);
  }

  private void obey(String id, String verb, String action) {
    var key = id + " " + action + " " + verb;
    var earlier = kept.get(key);
    if (earlier == null) {
      var stands = isolated.get(id);
      if (verb.equals("isolate")) {
        earlier =
            stands == null ? List.of("DONE", "the rules stand") : List.of("ALREADY", "stands");
        isolated.putIfAbsent(id, action);
      } else {
        earlier = stands == null ? List.of("ALREADY", "none stands") : List.of("DONE", "are gone");
        isolated.remove(id);
      }
      kept.put(key, earlier);
    }
    line(id, verb, action, earlier.get(0), "", earlier.get(1));
  }

  // ---- the indexer --------------------------------------------------------------------------

  private Reply indexer(String path, JsonNode search) {
    searches.add(search.toString());
    if (indexerStatus != 0) {
      var error = JSON.createObjectNode().put("status", indexerStatus);
      error.putObject("error").put("type", "parsing_exception").put("reason", "Failed to parse");
      return new Reply(indexerStatus, error);
    }
    if (!path.equals("wazuh-alerts-4.x-*/_search")) {
      return new Reply(404, JSON.createObjectNode());
    }
    var from = search.path("from").asInt(0);
    var size = search.path("size").asInt(10);
    if (from + size > WINDOW) {
      var error = JSON.createObjectNode().put("status", 400);
      error.putObject("error").put("type", "illegal_argument_exception").put("reason", "too large");
      return new Reply(400, error);
    }
    var sort = search.path("sort").values().stream().toList();
    var found = new ArrayList<>(alerts.stream().filter(holds(search.path("query"))).toList());
    Comparator<ObjectNode> order = null;
    for (var by : sort) {
      var field = by.propertyNames().iterator().next();
      Comparator<ObjectNode> one = Comparator.comparing(alert -> key(alert, field));
      one = by.path(field).path("order").asString("asc").equals("desc") ? one.reversed() : one;
      order = order == null ? one : order.thenComparing(one);
    }
    if (order != null) {
      found.sort(order);
    }
    var after = search.path("search_after");
    var answer = JSON.createObjectNode().put("took", 1).put("timed_out", false);
    answer
        .putObject("_shards")
        .put("total", noIndex ? 0 : 3)
        .put("successful", 3)
        .put("failed", partly ? 1 : 0);
    var outer = answer.putObject("hits");
    outer.putObject("total").put("value", found.size()).put("relation", "eq");
    var hits = outer.putArray("hits");
    found.stream()
        .filter(alert -> !after.isArray() || isAfter(alert, sort, after))
        .skip(from)
        .limit(size)
        .forEach(
            alert -> {
              var hit =
                  hits.addObject().put("_index", "wazuh-alerts-4.x-2026.12.01").put("_id", "x");
              hit.set("_source", alert);
              var keys = hit.putArray("sort");
              sort.forEach(
                  by -> {
                    var field = by.propertyNames().iterator().next();
                    if (field.equals("timestamp")) {
                      keys.add(at(alert).toEpochMilli());
                    } else {
                      keys.add(key(alert, field));
                    }
                  });
            });
    return new Reply(200, answer);
  }

  private static boolean isAfter(ObjectNode alert, List<JsonNode> sort, JsonNode after) {
    for (int n = 0; n < sort.size(); n++) {
      var field = sort.get(n).propertyNames().iterator().next();
      var here =
          field.equals("timestamp")
              ? Long.compare(at(alert).toEpochMilli(), after.path(n).asLong())
              : key(alert, field).compareTo(after.path(n).asString());
      if (here != 0) {
        return here > 0;
      }
    }
    return false;
  }

  private static String key(ObjectNode alert, String field) {
    return field.equals("timestamp") ? at(alert).toString() : value(alert, field);
  }

  private static Instant at(JsonNode alert) {
    return TIMES.computeIfAbsent(
        alert.path("timestamp").asString(), text -> OffsetDateTime.parse(text, TIME).toInstant());
  }

  private static String value(JsonNode alert, String field) {
    JsonNode at = alert;
    for (var part : field.split("\\.")) {
      at = at.path(part);
    }
    return at.asString("");
  }

  /** The clauses that the connector uses, and no others. */
  private static Predicate<JsonNode> holds(JsonNode query) {
    if (query.isMissingNode() || query.has("match_all")) {
      return alert -> true;
    }
    var kind = query.propertyNames().iterator().next();
    var of = query.path(kind);
    return switch (kind) {
      case "bool" ->
          alert ->
              clauses(of, "filter").stream().allMatch(c -> holds(c).test(alert))
                  && clauses(of, "must").stream().allMatch(c -> holds(c).test(alert))
                  && clauses(of, "must_not").stream().noneMatch(c -> holds(c).test(alert))
                  && (clauses(of, "should").isEmpty()
                      || clauses(of, "should").stream().anyMatch(c -> holds(c).test(alert)));
      case "term" -> {
        var field = of.propertyNames().iterator().next();
        yield alert -> value(alert, field).equals(of.path(field).asString());
      }
      case "range" -> {
        var field = of.propertyNames().iterator().next();
        yield alert -> isWithin(alert, field, of.path(field));
      }
      case "query_string" -> alert -> alert.toString().contains(of.path("query").asString());
      default -> throw new AssertionError("a clause that is not stood in for: " + kind);
    };
  }

  private static boolean isWithin(JsonNode alert, String field, JsonNode range) {
    if (field.equals("timestamp")) {
      var at = at(alert);
      return (!range.has("gte") || !at.isBefore(Instant.parse(range.path("gte").asString())))
          && (!range.has("lt") || at.isBefore(Instant.parse(range.path("lt").asString())));
    }
    var value = Integer.parseInt(value(alert, field));
    return (!range.has("gte") || value >= range.path("gte").asInt())
        && (!range.has("lte") || value <= range.path("lte").asInt());
  }

  private static List<JsonNode> clauses(JsonNode bool, String kind) {
    var clauses = bool.path(kind);
    return clauses.isArray()
        ? clauses.values().stream().toList()
        : clauses.isObject() ? Arrays.asList(clauses) : List.of();
  }
}
