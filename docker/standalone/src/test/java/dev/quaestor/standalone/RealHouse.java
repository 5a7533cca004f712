package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A standalone as people run it: a process of its own, with a real Temporal dev server as its
 * child. The lab tenant lives in the test's process, so that it remembers when both are killed.
 */
final class RealHouse implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  private final Path root;
  private final Ports ports;
  private final LabTenant lab;
  private Process process;
  private final Api api;

  private RealHouse(Path root, Ports ports, LabTenant lab) throws IOException {
    this.root = root;
    this.ports = ports;
    this.lab = lab;
    this.process = up();
    this.api =
        new Api(
                URI.create("http://127.0.0.1:" + ports.api()),
                Files.readString(state().resolve("admin-token")).strip())
            .patient(Duration.ofSeconds(60));
  }

  /** Gives the one house to whatever test asks for it; without a Temporal there is none. */
  static final class Shared implements ParameterResolver, ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Needed.program("temporal", onPath("temporal"), context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RealHouse.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(RealHouse.class))
          .computeIfAbsent("house", key -> RealHouse.start(), RealHouse.class);
    }
  }

  static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(p -> Path.of(p, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static RealHouse start() {
    try {
      return new RealHouse(
          Files.createTempDirectory("quaestor-real-house"),
          new Ports(Ports.free(), Ports.free(), Ports.free(), Ports.free()),
          LabTenant.start(LabOptions.defaults().withPort(Ports.free())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the processes; returns when the API answers. */
  private Process up() throws IOException {
    var log = root.resolve("up.log").toFile();
    var started =
        inHome(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--api-port=" + ports.api(),
                "--temporal-port=" + ports.temporal(),
                "--web-ui-port=" + ports.webUi(),
                "--lab=" + lab.baseUri())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    var giveUp = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!isUp(started.pid())) {
      if (!started.isAlive() || System.nanoTime() > giveUp) {
        started.destroyForcibly();
        throw new AssertionError("It did not start:\n" + Files.readString(log.toPath()));
      }
      pause();
    }
    return started;
  }

  private boolean isUp(long pid) throws IOException {
    var file = ServerFile.pathUnder(root);
    return Files.exists(file) && Files.readString(file).contains("\"pid\":" + pid);
  }

  private ProcessBuilder inHome(String... command) {
    var builder = new ProcessBuilder(command);
    builder.environment().put("QUAESTOR_HOME", root.toString());
    builder.environment().put("QUAESTOR_RECONCILE_EVERY", "1s");
    builder.environment().put("QUAESTOR_RECONCILE_AFTER", "1s");
    builder.directory(root.toFile());
    return builder;
  }

  /** Ends both processes as a power failure would, and starts them again. */
  void killAndStartAgain() {
    kill();
    startAgain();
  }

  /** Ends the standalone as a power failure would, and leaves its Temporal to itself. */
  ProcessHandle killTheStandaloneAlone() {
    var left = temporalServer();
    try {
      process.destroyForcibly().waitFor();
      return left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts the standalone again, which must have ended. */
  void startAgain() {
    try {
      process = up();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What runs as its Temporal now. */
  ProcessHandle temporalServer() {
    return ProcessHandle.of(temporalPid()).orElseThrow();
  }

  /** What ran as its Temporal last. */
  long temporalPid() {
    try {
      return Long.parseLong(Files.readString(state().resolve("temporal.pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    try {
      var temporal = temporalServer();
      // SIGKILL, both, before either can see the other go.
      process.destroyForcibly();
      temporal.destroyForcibly();
      process.waitFor();
      temporal.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("Temporal did not die", e);
    }
  }

  Api api() {
    return api;
  }

  LabTenant lab() {
    return lab;
  }

  LabView view() {
    return new LabView(lab);
  }

  boolean isolated(String device) {
    return lab.device(device).filter(d -> d.path("isolated").asBoolean()).isPresent();
  }

  long machineActions(String device, String type) {
    return lab.state()
        .path("machineActions")
        .valueStream()
        .filter(a -> a.path("machineId").asString().equals(device))
        .filter(a -> a.path("type").asString().equals(type))
        .count();
  }

  Path root() {
    return root;
  }

  Path state() {
    return root.resolve(".quaestor");
  }

  String webUi() {
    return "http://127.0.0.1:" + ports.webUi();
  }

  String temporalAddress() {
    return "127.0.0.1:" + ports.temporal();
  }

  /** What a command said and how it ended. */
  record Ended(int exit, String out, String err) {
    Ended expect(int wanted) {
      assertThat(exit).as("out: %s%nerr: %s", out, err).isEqualTo(wanted);
      return this;
    }
  }

  /** {@code ./quaestor …} in the house's folder. */
  Ended quaestor(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var surroundings =
        new CliEnvironment(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("QUAESTOR_HOME", root.toString()),
            root,
            false);
    var exit =
        Quaestor.commandLine(surroundings, new ReplayCommand(), new DownCommand())
            .execute(arguments);
    return new Ended(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@code temporal …} against the house's server, as an operator would. */
  Ended temporal(String... arguments) {
    var command = new ArrayList<String>();
    command.add("temporal");
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--address", temporalAddress()));
    return run(command.toArray(String[]::new));
  }

  /** Any program, in the house's folder. */
  Ended run(String... command) {
    try {
      var out = Files.createTempFile(root, "out", "");
      var err = Files.createTempFile(root, "err", "");
      var running =
          inHome(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!running.waitFor(60, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        throw new AssertionError(command[0] + " does not end");
      }
      return new Ended(running.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
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
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lab.close();
    new Home(root, root).emptied();
  }
}
