package dev.quaestor.standalone;

import dev.quaestor.lab.LabMain;
import dev.quaestor.lab.LabOptions;
import dev.quaestor.starter.StarterApplication;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.worker.WorkerApplication;
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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The parts as they run in production: each a process of its own, which can be killed and started
 * again while the others stay. The lab remembers nothing of what was before its own death.
 */
final class SeparateProcesses implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  /** In the order in which they need each other. */
  enum Part {
    TEMPORAL,
    LAB,
    STARTER,
    WORKER
  }

  private final Path root;
  private final Ports ports = new Ports(Ports.free(), Ports.free(), Ports.free(), Ports.free());
  private final Map<Part, Process> running = new EnumMap<>(Part.class);
  private final Api lab = new Api(URI.create("http://127.0.0.1:" + ports.lab()), null);
  private final Api api;

  private SeparateProcesses(Path root) throws IOException {
    this.root = root;
    start(Part.TEMPORAL);
    start(Part.LAB);
    start(Part.STARTER);
    start(Part.WORKER);
    this.api =
        new Api(
                URI.create("http://127.0.0.1:" + ports.api()),
                Files.readString(root.resolve("admin-token")).strip())
            .patient(Duration.ofSeconds(60));
  }

  static SeparateProcesses start() {
    try {
      return new SeparateProcesses(Files.createTempDirectory("quaestor-processes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it serves; of the worker nobody can tell but by what it does. */
  void start(Part part) {
    launch(part);
    switch (part) {
      case TEMPORAL -> awaitServing(part, ports.temporal());
      case LAB -> awaitServing(part, ports.lab());
      case STARTER -> awaitServing(part, ports.api());
      case WORKER -> {}
    }
  }

  /** Starts it and does not look whether it serves. */
  void launch(Part part) {
    try {
      running.put(
          part,
          new ProcessBuilder(command(part))
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log(part).toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One more starter or worker beside those, on the same Temporal and lab.
   *
   * @param settings further ones, which take the place of those that all have
   */
  Process another(Part part, Path log, String... settings) throws IOException {
    var command = new ArrayList<>(command(part));
    // The same twice would be a list.
    var named = Stream.of(settings).map(one -> one.substring(0, one.indexOf('=') + 1)).toList();
    command.removeIf(known -> named.stream().anyMatch(known::startsWith));
    command.addAll(List.of(settings));
    return new ProcessBuilder(command)
        .directory(root.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  Path root() {
    return root;
  }

  private Path log(Part part) {
    return root.resolve(part.name().toLowerCase(java.util.Locale.ROOT) + ".log");
  }

  private List<String> command(Part part) {
    return switch (part) {
      case TEMPORAL ->
          List.of(
              "temporal",
              "server",
              "start-dev",
              "--headless",
              "--port",
              Integer.toString(ports.temporal()),
              "--db-filename",
              root.resolve("temporal.db").toString(),
              "--sqlite-pragma",
              "journal_mode=WAL",
              "--log-level",
              "error");
      case LAB -> java(LabMain.class, "--port", Integer.toString(ports.lab()));
      case STARTER ->
          java(
              StarterApplication.class,
              Stream.concat(
                      starterSettings().stream(),
                      Stream.of(
                          "--server.port=" + ports.api(),
                          "--quaestor.temporal.answer-timeout=4s",
                          "--quaestor.reconcile.every=1s",
                          "--quaestor.reconcile.after=1s"))
                  .toArray(String[]::new));
      case WORKER -> java(WorkerApplication.class, workerSettings());
    };
  }

  /** What says where the ledger and all that belongs to it are. */
  private List<String> starterSettings() {
    return List.of(
        "--quaestor.state-dir=" + root,
        "--quaestor.vault.directory=" + root.resolve("vault"),
        "--quaestor.temporal.target=" + temporalAddress());
  }

  /** {@code ./quaestor …} of a verb that takes the settings of the starter. */
  ChildJvm.Ended withStarterSettings(String... words) {
    var arguments = Stream.concat(Stream.of(words), starterSettings().stream());
    try {
      var folder = Files.createTempDirectory(root, "command");
      return new ChildJvm(folder).run(Main.class, arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the ledger's file is, as long as it is not in use. */
  Path ledgerFile() {
    return root.resolve("ledger.mv.db");
  }

  /** What the worker is told, as arguments. */
  String[] workerSettings() {
    var tenant = LabOptions.defaults();
    var settings = new ArrayList<String>();
    settings.add("--quaestor.temporal.target=" + temporalAddress());
    settings.add("--quaestor.vault.directory=" + root.resolve("vault"));
    settings.add("--quaestor.trust.starter-keys[0]=" + root.resolve("signing-key.pub.pem"));
    settings.add("--quaestor.defender.release-script=Quaestor-ReleaseFromQuarantine.ps1");
    for (var vendor : new String[] {"defender", "graph"}) {
      var prefix = "--quaestor." + vendor + ".";
      settings.add(prefix + "tenant-id=" + tenant.tenantId());
      settings.add(prefix + "client-id=" + tenant.clientId());
      settings.add(prefix + "client-secret=" + tenant.clientSecret());
      settings.add(prefix + "base-url=http://127.0.0.1:" + ports.lab());
      settings.add(prefix + "login-url=http://127.0.0.1:" + ports.lab());
    }
    return settings.toArray(String[]::new);
  }

  private static List<String> java(Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx400m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void awaitServing(Part part, int port) {
    var giveUp = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!Ports.isTaken(port)) {
      if (!running.get(part).isAlive() || System.nanoTime() > giveUp) {
        throw new AssertionError(part + " did not start:\n" + said(part));
      }
      pause();
    }
  }

  private String said(Part part) {
    try {
      return Files.readString(log(part));
    } catch (IOException e) {
      return "nothing: " + e.getMessage();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as a power failure would. */
  void kill(Part part) {
    try {
      running.get(part).destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Tells it to end, as a supervisor does. */
  Process end(Part part) {
    var process = running.get(part);
    process.destroy();
    return process;
  }

  int apiPort() {
    return ports.api();
  }

  String adminToken() {
    try {
      return Files.readString(root.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Api api() {
    return api;
  }

  Api lab() {
    return lab;
  }

  String temporalAddress() {
    return "127.0.0.1:" + ports.temporal();
  }

  JsonNode labState() {
    return lab.get("/lab/state").expect(200).json();
  }

  long machineActions(String device, String type) {
    return labState()
        .path("machineActions")
        .valueStream()
        .filter(a -> a.path("machineId").asString().equals(device))
        .filter(a -> a.path("type").asString().equals(type))
        .count();
  }

  /** The ids of the workflows that run, as an operator is told them. */
  String runningWorkflows() {
    return temporal("workflow", "list", "--query", "ExecutionStatus='Running'").strip();
  }

  /** What the {@code temporal} CLI answers, as JSON where it has any. */
  String temporal(String... words) {
    return tried(words)
        .orElseThrow(() -> new AssertionError("temporal " + String.join(" ", words) + " fails"));
  }

  private Optional<String> tried(String... words) {
    try {
      var out = Files.createTempFile(root, "temporal", "");
      var command = new ArrayList<>(List.of("temporal"));
      command.addAll(List.of(words));
      command.addAll(List.of("--output", "json", "--address", temporalAddress()));
      var process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(Files.readString(out))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns when Temporal knows workers of this version of the deployment {@code quaestor}. */
  void awaitVersion(String build) {
    api.eventually(
        () ->
            tried("worker", "deployment", "describe", "--name", "quaestor")
                .filter(said -> said.contains('"' + build + '"'))
                .isPresent(),
        known -> known);
  }

  /** The version that last worked on a workflow. */
  String buildOf(String workflowId) {
    return QuaestorJson.mapper()
        .readTree(temporal("workflow", "describe", "--workflow-id", workflowId))
        .path("workflowExecutionInfo")
        .path("versioningInfo")
        .path("deploymentVersion")
        .path("buildId")
        .asString("");
  }

  @Override
  public void close() {
    for (var part : List.of(Part.WORKER, Part.STARTER, Part.LAB, Part.TEMPORAL)) {
      if (running.containsKey(part)) {
        kill(part);
      }
    }
    new Home(root, root).emptied();
  }
}
