package dev.quaestor.standalone.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final String DATABASE = "temporal.db";
  private static final String LOG = "temporal.log";

  private final Path binary;
  private final Path state;
  private final int port;
  private final int webUiPort;
  private volatile ProcessHandle process;

  private DevServer(Path binary, Path state, int port, int webUiPort, ProcessHandle process) {
    this.binary = binary;
    this.state = state;
    this.port = port;
    this.webUiPort = webUiPort;
    this.process = process;
  }

  /** The one that an earlier JVM left behind, if it still runs, on the ports that it has. */
  static Optional<DevServer> leftBehind(Path binary, Path state) {
    return orphan(state)
        .map(p -> new DevServer(binary, state, portIn(p, "--port"), portIn(p, "--ui-port"), p));
  }

  /**
   * The process of a server on this folder's file that outlived whoever started it. Process ids are
   * reused, so it counts only if its command line names that very file.
   */
  static Optional<ProcessHandle> orphan(Path state) {
    return readPid(state.resolve(PID_FILE))
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .filter(p -> argument(p, "--db-filename").equals(Optional.of(database(state))))
        .filter(p -> p.parent().filter(DevServer::isJava).isEmpty());
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(c -> c.endsWith("java")).isPresent();
  }

  private static int portIn(ProcessHandle process, String option) {
    return argument(process, option).map(Integer::parseInt).orElseThrow();
  }

  /** What stands behind an option of its command line, as far as the system tells. */
  private static Optional<String> argument(ProcessHandle process, String option) {
    var arguments = List.of(process.info().arguments().orElseGet(() -> new String[0]));
    int at = arguments.indexOf(option);
    return at < 0 || at + 1 == arguments.size()
        ? Optional.empty()
        : Optional.of(arguments.get(at + 1));
  }

  private static String database(Path state) {
    return state.toAbsolutePath().normalize().resolve(DATABASE).toString();
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
    return new DevServer(binary, state, port, webUiPort, launched(binary, state, port, webUiPort));
  }

  /** The same once more, on the same file; to be called when it has ended. */
  void startAgain() {
    process = launched(binary, state, port, webUiPort);
  }

  private static ProcessHandle launched(Path binary, Path state, int port, int webUiPort) {
    var log = state.resolve(LOG);
    try {
      ownerOnly(log);
      var process =
          new ProcessBuilder(command(binary, state, port, webUiPort))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      note(process.pid(), state);
      return process.toHandle();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + binary + ": " + e.getMessage(), e);
    }
  }

  /** Whole, whoever reads it meanwhile. */
  private static void note(long pid, Path state) throws IOException {
    var draft = state.resolve(PID_FILE + ".new");
    Files.writeString(draft, Long.toString(pid));
    Files.move(
        draft,
        state.resolve(PID_FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
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
        database(state),
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

  long pid() {
    return process.pid();
  }

  /** What it says while it runs. */
  Path log() {
    return state.resolve(LOG);
  }

  /** Returns when the process is there no longer. */
  void awaitEnd() throws InterruptedException {
    try {
      process.onExit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    }
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
    end(process);
    try {
      Files.deleteIfExists(state.resolve(PID_FILE));
    } catch (IOException e) {
      // A stale file names a process that is gone; the next start sees that.
    }
  }

  /** Asks it to end, and makes it. */
  static void end(ProcessHandle process) {
    process.destroy();
    if (!ended(process, Duration.ofSeconds(10))) {
      process.destroyForcibly();
      ended(process, Duration.ofSeconds(5));
    }
  }

  private static boolean ended(ProcessHandle process, Duration within) {
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
