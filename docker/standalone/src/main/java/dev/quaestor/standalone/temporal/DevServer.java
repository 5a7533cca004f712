package dev.quaestor.standalone.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The genuine {@code temporal server start-dev} as a child process, durable on a file. A server
 * that an earlier, killed JVM left running on the same file is taken over rather than fought.
 */
final class DevServer implements TemporalServer {
  private static final String PID_FILE = "temporal.pid";

  private final ProcessHandle process;
  private final int port;
  private final int webUiPort;
  private final Path pidFile;

  private DevServer(ProcessHandle process, int port, int webUiPort, Path pidFile) {
    this.process = process;
    this.port = port;
    this.webUiPort = webUiPort;
    this.pidFile = pidFile;
  }

  /** The one that an earlier JVM left behind, if it still runs. */
  static Optional<DevServer> leftBehind(Path state, int port, int webUiPort) {
    var pidFile = state.resolve(PID_FILE);
    return readPid(pidFile)
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        // Process ids are reused: it must be that very program.
        .filter(p -> p.info().command().filter(c -> c.endsWith("temporal")).isPresent())
        .map(p -> new DevServer(p, port, webUiPort, pidFile));
  }

  private static Optional<Long> readPid(Path pidFile) {
    try {
      return Files.exists(pidFile)
          ? Optional.of(Long.parseLong(Files.readString(pidFile).strip()))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static DevServer start(Path binary, Path state, int port, int webUiPort) {
    var log = state.resolve("temporal.log");
    try {
      ownerOnly(log);
      var process =
          new ProcessBuilder(command(binary, state, port, webUiPort))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      var pidFile = state.resolve(PID_FILE);
      Files.writeString(pidFile, Long.toString(process.pid()));
      return new DevServer(process.toHandle(), port, webUiPort, pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + binary + ": " + e.getMessage(), e);
    }
  }

  private static void ownerOnly(Path log) throws IOException {
    if (!Files.exists(log)) {
      Files.createFile(log);
      if (Files.getFileStore(log).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  private static List<String> command(Path binary, Path state, int port, int webUiPort) {
    return List.of(
        binary.toString(),
        "server",
        "start-dev",
        "--ip",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--ui-port",
        Integer.toString(webUiPort),
        "--ui-disable-news-fetch",
        "--db-filename",
        state.resolve("temporal.db").toString(),
        // As fast as memory, and it survives kill -9.
        "--sqlite-pragma",
        "journal_mode=WAL",
        "--sqlite-pragma",
        "synchronous=NORMAL",
        // A shard reads its queue at most this often a second; with the default of 20 every step of
        // a lone workflow waits for a tick of 50 ms.
        "--dynamic-config-value",
        "history.transferProcessorMaxPollRPS=2000",
        "--log-level",
        "error");
  }

  /** Whether the process is still there; one that ended has said why in its log. */
  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public Kind kind() {
    return Kind.DEV_SERVER;
  }

  @Override
  public String target() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<String> webUi() {
    return Optional.of("http://127.0.0.1:" + webUiPort);
  }

  @Override
  public void close() {
    process.destroy();
    if (!ended(Duration.ofSeconds(10))) {
      process.destroyForcibly();
      ended(Duration.ofSeconds(5));
    }
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      // A stale file names a process that is gone; the next start sees that.
    }
  }

  private boolean ended(Duration within) {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
