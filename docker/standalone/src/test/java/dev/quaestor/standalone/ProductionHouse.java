package dev.quaestor.standalone;

import dev.quaestor.lab.LabOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/**
 * What {@code docker/compose.yaml} describes, as processes: PostgreSQL and Temporal's server made by
 * the very scripts and files of that folder, the bootstrap, two starters and two workers. The lab
 * stands in for the tenant. All of it on loopback, in a folder of its own.
 */
final class ProductionHouse implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  /** In the order in which they need each other. */
  enum Part {
    POSTGRESQL,
    TEMPORAL,
    LAB,
    STARTER_A,
    STARTER_B,
    WORKER_A,
    WORKER_B
  }

  /** Debian's, and what it is called by the programs that are made for a test. */
  static final class Needs implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      var server =
          Needed.program(
              "Temporal server at QUAESTOR_TEST_TEMPORAL_SERVER", RealServer.program(), context);
      return server.isDisabled() ? server : Needed.program("PostgreSQL 15", postgres(), context);
    }
  }

  private static final Path COMPOSE = folderOfCompose();

  private final Path root;
  private final int database = Ports.free();
  private final List<Integer> temporal = IntStream.range(0, 9).mapToObj(i -> Ports.free()).toList();
  private final int lab = Ports.free();
  private final Map<Part, Integer> api =
      Map.of(Part.STARTER_A, Ports.free(), Part.STARTER_B, Ports.free());
  private final Map<Part, Process> running = new EnumMap<>(Part.class);

  private ProductionHouse(Path root) throws IOException {
    this.root = root;
    // PostgreSQL refuses root, and its user has to get in here.
    run(Map.of(), "chmod", "755", root.toString());
    Files.copy(COMPOSE.resolve("make-secrets"), root.resolve("make-secrets"));
    run(Map.of(), "bash", root.resolve("make-secrets").toString());
    var data = Files.createDirectory(root.resolve("postgresql"));
    asPostgres("chown", data);
    run(Map.of(), postgresCommand("initdb", "-D", data + "/db", "-A", "trust", "-U", "postgres"));
    start(Part.POSTGRESQL);
    run(
        Map.of(
            "PGHOST", "127.0.0.1",
            "PGPORT", Integer.toString(database),
            "POSTGRES_USER", "postgres",
            "SECRETS", secret("").toString()),
        "sh",
        COMPOSE.resolve("compose/databases.sh").toString());
    var tool = Files.createDirectory(root.resolve("bin")).resolve("temporal-sql-tool");
    Files.createSymbolicLink(tool, RealServer.program().orElseThrow().resolveSibling("sql"));
    run(
        Map.of(
            "PATH", tool.getParent() + ":" + System.getenv("PATH"),
            "SQL_HOST", "127.0.0.1",
            "SQL_PORT", Integer.toString(database),
            "SECRETS", secret("").toString()),
        "sh",
        COMPOSE.resolve("compose/temporal-schema.sh").toString());
    start(Part.TEMPORAL);
    run(Map.of(), java("bootstrap", connection()));
    for (var part : Part.values()) {
      if (!running.containsKey(part)) {
        start(part);
      }
    }
  }

  static ProductionHouse start() {
    try {
      return new ProductionHouse(Files.createTempDirectory("quaestor-production"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folderOfCompose() {
    return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
        .map(p -> p.resolve("docker"))
        .filter(p -> Files.exists(p.resolve("compose.yaml")))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Path> postgres() {
    return Stream.of("15", "16", "17", "18")
        .map(v -> Path.of("/usr/lib/postgresql", v, "bin"))
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .findFirst();
  }

  private static String[] postgresCommand(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(postgres().orElseThrow().resolve(program).toString());
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void asPostgres(String program, Path folder) {
    if (isRoot()) {
      run(Map.of(), program, "postgres", folder.toString());
    }
  }

  private Path secret(String name) {
    return root.resolve("secrets").resolve(name);
  }

  /** Returns when it serves; of a worker nobody can tell but by what it does. */
  void start(Part part) {
    try {
      var builder = new ProcessBuilder(command(part)).directory(root.toFile());
      builder.environment().putAll(environment(part));
      running.put(
          part,
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log(part)))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (part) {
      case POSTGRESQL -> awaitServing(part, database);
      case TEMPORAL -> awaitServing(part, temporal.getFirst());
      case LAB -> awaitServing(part, lab);
      case STARTER_A, STARTER_B -> awaitServing(part, api.get(part));
      case WORKER_A, WORKER_B -> {}
    }
  }

  private java.io.File log(Part part) {
    return root.resolve(part + ".log").toFile();
  }

  private String[] command(Part part) {
    return switch (part) {
      case POSTGRESQL ->
          postgresCommand(
              "postgres",
              "-D",
              root.resolve("postgresql/db").toString(),
              "-c",
              "listen_addresses=127.0.0.1",
              "-c",
              "port=" + database,
              "-c",
              "unix_socket_directories=");
      case TEMPORAL ->
          new String[] {
            RealServer.program().orElseThrow().toString(),
            "--config-file",
            COMPOSE.resolve("compose/temporal.yaml").toString(),
            "--allow-no-auth",
            "start"
          };
      case LAB -> java("lab", List.of("--port", Integer.toString(lab)));
      case STARTER_A, STARTER_B -> java("starter", starterSettings(api.get(part)));
      case WORKER_A, WORKER_B -> java("worker", workerSettings());
    };
  }

  private Map<String, String> environment(Part part) throws IOException {
    return switch (part) {
      case TEMPORAL ->
          Map.ofEntries(
              Map.entry("SQL_ADDRESS", "127.0.0.1:" + database),
              Map.entry("SQL_PASSWORD", Files.readString(secret("temporal-database-password"))),
              Map.entry(
                  "DYNAMIC_CONFIGURATION", COMPOSE.resolve("compose/temporal-dynamic.yaml").toString()),
              Map.entry("BIND_ADDRESS", "127.0.0.1"),
              Map.entry("METRICS_ADDRESS", "127.0.0.1:" + temporal.get(8)),
              Map.entry("FRONTEND_PORT", temporal.get(0).toString()),
              Map.entry("FRONTEND_MEMBERSHIP_PORT", temporal.get(1).toString()),
              Map.entry("HISTORY_PORT", temporal.get(2).toString()),
              Map.entry("HISTORY_MEMBERSHIP_PORT", temporal.get(3).toString()),
              Map.entry("MATCHING_PORT", temporal.get(4).toString()),
              Map.entry("MATCHING_MEMBERSHIP_PORT", temporal.get(5).toString()),
              Map.entry("WORKER_PORT", temporal.get(6).toString()),
              Map.entry("WORKER_MEMBERSHIP_PORT", temporal.get(7).toString()));
      case STARTER_A, STARTER_B ->
          Map.of(
              "SPRING_DATASOURCE_PASSWORD", Files.readString(secret("quaestor-database-password")));
      case POSTGRESQL, LAB, WORKER_A, WORKER_B -> Map.of();
    };
  }

  private List<String> connection() {
    return List.of(
        "--quaestor.temporal.target=127.0.0.1:" + temporal.getFirst(),
        "--quaestor.temporal.namespace=quaestor");
  }

  private List<String> starterSettings(int port) {
    var settings = new ArrayList<>(connection());
    settings.add("--server.port=" + port);
    settings.add("--quaestor.state-dir=" + root.resolve("state-" + port));
    settings.add("--quaestor.access.signing-key-file=" + secret("signing-key.pem"));
    settings.add("--quaestor.access.token-file=" + secret("admin-token"));
    settings.add("--quaestor.vault.directory=" + root.resolve("vault"));
    settings.add("--quaestor.temporal.answer-timeout=8s");
    settings.add("--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + database + "/quaestor");
    settings.add("--spring.datasource.username=quaestor");
    return settings;
  }

  private List<String> workerSettings() {
    var tenant = LabOptions.defaults();
    var settings = new ArrayList<>(connection());
    settings.add("--quaestor.vault.directory=" + root.resolve("vault"));
    settings.add("--quaestor.trust.starter-keys[0]=" + secret("signing-key.pub.pem"));
    for (var vendor : List.of("defender", "graph")) {
      var prefix = "--quaestor." + vendor + ".";
      settings.add(prefix + "tenant-id=" + tenant.tenantId());
      settings.add(prefix + "client-id=" + tenant.clientId());
      settings.add(prefix + "client-secret=" + tenant.clientSecret());
      settings.add(prefix + "base-url=http://127.0.0.1:" + lab);
      settings.add(prefix + "login-url=http://127.0.0.1:" + lab);
    }
    return settings;
  }

  private static String[] java(String verb, List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx400m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                verb));
    command.addAll(arguments);
    return command.toArray(String[]::new);
  }

  private void run(Map<String, String> environment, String... command) {
    try {
      var out = Files.createTempFile("quaestor-run", ".log");
      var builder =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      var ended = process.waitFor(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + ":\n" + Files.readString(out));
      }
      Files.delete(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitServing(Part part, int port) {
    var giveUp = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!Ports.isTaken(port)) {
      if (!running.get(part).isAlive() || System.nanoTime() > giveUp) {
        throw new AssertionError(part + " did not start:\n" + said(part));
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** All that it has written so far. */
  String said(Part part) {
    try {
      return Files.readString(log(part).toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a power failure would, with whatever it started. */
  void kill(Part part) {
    var process = running.get(part);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Api api(Part starter) {
    try {
      return new Api(
              URI.create("http://127.0.0.1:" + api.get(starter)),
              Files.readString(secret("admin-token")).strip())
          .patient(Duration.ofSeconds(90));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long machineActions(String device, String type) {
    JsonNode state =
        new Api(URI.create("http://127.0.0.1:" + lab), null).get("/lab/state").expect(200).json();
    return state
        .path("machineActions")
        .valueStream()
        .filter(a -> a.path("machineId").asString().equals(device))
        .filter(a -> a.path("type").asString().equals(type))
        .count();
  }

  @Override
  public void close() {
    for (var part : List.of(Part.values()).reversed()) {
      if (running.containsKey(part)) {
        kill(part);
      }
    }
    new Home(root, root).emptied();
  }
}
