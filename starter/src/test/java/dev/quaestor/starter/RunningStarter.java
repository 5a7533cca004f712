package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.investigation.InvestigationReport;
import dev.quaestor.lookup.LookupWorkflowImpl;
import dev.quaestor.order.RemediationWorkflowImpl;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.CallerRequests;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor.WorkflowStartOutput;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import tools.jackson.databind.JsonNode;

/**
 * The whole starter on a port of its own, with a ledger in memory, Temporal in the JVM and {@link
 * FakeWorkflows}: one for all tests, because every test makes its own alerts and actions.
 */
public final class RunningStarter {
  /** A sensor, as whose alerts the tests submit theirs. */
  public static final Author TESTER = new Author("token:test", "test", Remit.EVERYWHERE);

  /** Another sensor. */
  public static Author sender(String id) {
    return new Author(id, id, Remit.EVERYWHERE);
  }

  private static final String OF_H2 = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

  private static RunningStarter instance;

  private final ConfigurableApplicationContext context;
  private final Path state;
  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> tokens = new HashMap<>();

  private RunningStarter(ConfigurableApplicationContext context, Path state) {
    this.context = context;
    this.state = state;
    this.base =
        URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
  }

  private static WorkflowClient client;

  public static synchronized RunningStarter get() {
    if (instance == null) {
      instance = hosted(Map.of());
    }
    return instance;
  }

  /** Another one that is set otherwise; whoever asks for it closes it. */
  public static RunningStarter with(Map<String, Object> settings) {
    get();
    return hosted(settings);
  }

  private static RunningStarter hosted(Map<String, Object> settings) {
    try {
      int temporal = temporal();
      var state = Files.createTempDirectory("quaestor-starter");
      hostFakeWorkflows("127.0.0.1:" + temporal, state);
      return start("jdbc:h2:mem:" + UUID.randomUUID() + OF_H2, temporal, state, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One with a ledger of its own, and without workflows; whoever asks for it closes it. */
  public static RunningStarter withLedger(String url) {
    return withLedger(url, Map.of());
  }

  /** The same with settings of its own, by their full names. */
  public static RunningStarter withLedger(String url, Map<String, Object> settings) {
    try {
      return start(
          url.startsWith("jdbc:h2") ? url + OF_H2 : url,
          temporal(),
          Files.createTempDirectory("quaestor-starter"),
          settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int temporal() throws IOException {
    int port = freePort();
    TestServer.createPortBoundServer(port, true);
    return port;
  }

  private static RunningStarter start(
      String url, int temporal, Path state, Map<String, Object> settings) {
    var all = new HashMap<String, Object>();
    all.put("server.port", 0);
    all.put("quaestor.state-dir", state);
    all.put("quaestor.vault.directory", state.resolve("vault"));
    all.put("quaestor.temporal.target", "127.0.0.1:" + temporal);
    all.put("quaestor.temporal.answer-timeout", "5s");
    // Some tests tell the ledger of cases that no workflow has.
    all.put("quaestor.reconcile.every", "1d");
    all.put("spring.datasource.url", url);
    all.putAll(settings);
    return new RunningStarter(StarterApplication.start(all, null, List.of()), state);
  }

  /**
   * Waits until the workflow of that id has ended on the server, which is after the ledger knows.
   */
  public static void awaitEnd(String workflowId) {
    client.newUntypedWorkflowStub(workflowId).getResult(InvestigationReport.class);
  }

  /**
   * Orders by a way of their own to the same Temporal.
   *
   * @param start what is done for each start; empty lets it through
   */
  public Orders orders(Supplier<Optional<WorkflowStartOutput>> start) {
    var interceptor =
        new WorkflowClientInterceptorBase() {
          @Override
          public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
              WorkflowClientCallsInterceptor next) {
            return new WorkflowClientCallsInterceptorBase(next) {
              @Override
              public WorkflowStartOutput start(WorkflowStartInput input) {
                return start.get().orElseGet(() -> super.start(input));
              }
            };
          }
        };
    var own =
        WorkflowClient.newInstance(
            client.getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder(client.getOptions())
                .setInterceptors(interceptor)
                .build());
    return new Orders(
        new TemporalAccess(own, Duration.ofSeconds(5)),
        bean(Ledger.class),
        bean(MessageSigner.class),
        bean(CallerRequests.class));
  }

  /** Orders of a starter whose clock is ahead, with the same key, ledger and Temporal. */
  public Orders ordersAhead(Duration ahead) {
    return new Orders(
        bean(TemporalAccess.class),
        bean(Ledger.class),
        MessageSigner.of(state.resolve("signing-key.pem"), () -> Instant.now().plus(ahead)),
        bean(CallerRequests.class));
  }

  private static void hostFakeWorkflows(String target, Path state) {
    var own =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build()),
            WorkflowClientOptions.newBuilder()
                .setDataConverter(QuaestorJson.dataConverter())
                .build());
    if (client == null) {
      client = own;
    }
    var factory = WorkerFactory.newInstance(own);
    var investigations = factory.newWorker(TaskQueues.INVESTIGATION);
    investigations.registerWorkflowImplementationTypes(
        FakeWorkflows.Investigating.class,
        RemediationWorkflowImpl.class,
        LookupWorkflowImpl.class,
        FakeWorkflows.Undoing.class);
    investigations.registerActivitiesImplementations(new BelievesStarter(state));
    var backEnds = new FakeBackEnds();
    factory.newWorker(TaskQueues.EVIDENCE).registerActivitiesImplementations(backEnds);
    factory.newWorker(TaskQueues.REMEDIATION).registerActivitiesImplementations(backEnds);
    factory.start();
  }

  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static WorkflowClient client() {
    return client;
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public Path state() {
    return state;
  }

  public URI base() {
    return base;
  }

  public HttpClient http() {
    return http;
  }

  public String adminToken() {
    try {
      return Files.readString(state.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A token with these roles. */
  public synchronized String tokenOf(String... roles) {
    return tokens.computeIfAbsent(
        String.join("+", roles),
        key -> {
          var token = "qst_" + UUID.randomUUID() + UUID.randomUUID();
          bean(TokenStore.class).add(token, "Ms " + key, Set.of(roles), "test", null);
          return token;
        });
  }

  /** Sends a request as it is written, with headers that no client would send. */
  public String rawly(String request) {
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The password of everybody whom {@link #person} adds. */
  public static final String PASSWORD = "correct horse battery";

  /** Somebody of a name that nobody else has, with these roles and a password of their own. */
  public Person person(Scope scope, String... roles) {
    var people = bean(PersonStore.class);
    var hash = new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(PASSWORD);
    var added =
        people
            .addLocal(other -> false, "Ms " + UUID.randomUUID(), hash, Set.of(roles), scope, "test")
            .orElseThrow();
    return people.setPassword(added.personId(), hash, false).orElseThrow();
  }

  /** A browser in which somebody is signed in. */
  public Browser browserOf(Person person) {
    var browser = new Browser(this);
    var answer = browser.signIn(person.name(), PASSWORD);
    if (answer.status() != 303) {
      throw new AssertionError(answer.status() + " " + answer.http().body());
    }
    return browser;
  }

  /** An answer with its body as JSON, when it is JSON. */
  public record Answer(HttpResponse<String> http) {
    public int status() {
      return http.statusCode();
    }

    public JsonNode body() {
      return QuaestorJson.mapper().readTree(http.body());
    }

    public String contentType() {
      return http.headers().firstValue("Content-Type").orElse("");
    }
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** A request with the admin's token. */
  public HttpRequest.Builder request(String path) {
    return bare(path).header("Authorization", "Bearer " + adminToken());
  }

  public HttpRequest.Builder as(String token, String path) {
    return bare(path).header("Authorization", "Bearer " + token);
  }

  public HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks until the answer is as wished, or fails with the last one. */
  public JsonNode await(String path, java.util.function.Predicate<JsonNode> wish) {
    var until = Instant.now().plusSeconds(15);
    Answer answer;
    do {
      answer = get(path);
      if (answer.status() == 200 && wish.test(answer.body())) {
        return answer.body();
      }
      try {
        Thread.sleep(30);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    } while (Instant.now().isBefore(until));
    throw new AssertionError(path + " stayed " + answer.status() + " " + answer.http().body());
  }

  /** An alert about a device that nobody else's alert is about. */
  public static Alert alertOnADevice() {
    var name = "host-" + UUID.randomUUID();
    return alertOn(name, "alert on " + name);
  }

  /** The same alert, which now says something else. */
  public static Alert saying(Alert alert, String title) {
    return saying(alert, title, alert.evidence());
  }

  /** The same alert, which names these. */
  public static Alert naming(Alert alert, List<Evidence> evidence) {
    return saying(alert, alert.title(), evidence);
  }

  /** The same alert, which joins no case that there is. */
  public static Alert ofAnotherCase(Alert alert) {
    return saying(alert, "other-" + UUID.randomUUID(), alert.title(), alert.evidence());
  }

  private static Alert saying(Alert alert, String title, List<Evidence> evidence) {
    return saying(alert, alert.correlationKey(), title, evidence);
  }

  private static Alert saying(
      Alert alert, String correlationKey, String title, List<Evidence> evidence) {
    return new Alert(
        alert.alertId(),
        alert.source(),
        correlationKey,
        title,
        alert.description(),
        alert.severity(),
        alert.category(),
        alert.techniques(),
        alert.detectionSource(),
        alert.createdAt(),
        alert.firstActivityAt(),
        evidence);
  }

  public static Alert alertOn(String device, String title) {
    var id = "test:" + UUID.randomUUID();
    return new Alert(
        id,
        AlertSource.QUAESTOR,
        "dev-" + device,
        title,
        null,
        Severity.HIGH,
        null,
        List.of("T1059.001"),
        null,
        null,
        null,
        List.of(Evidence.named(new Device(null, device, null, null, null, null), id, null)));
  }

  /** The id of the action that waits after an alert on a device, once it waits. */
  public String pendingAction(Alert alert) {
    var submitted = bean(Submissions.class).submit(alert, TESTER);
    return await(
            "/api/v1/actions?status=pending&investigation=" + submitted.investigationId(),
            page -> page.path("total").asInt() > 0)
        .path("items")
        .get(0)
        .path("actionId")
        .asString();
  }
}
