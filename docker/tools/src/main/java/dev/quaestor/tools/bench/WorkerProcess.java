package dev.quaestor.tools.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The worker under measure, beside this JVM and with a heap of its own. */
final class WorkerProcess implements AutoCloseable {
  private static final long ENDS_WITHIN_SECONDS = 30;

  /**
   * What is left after a full collection.
   *
   * @param used bytes
   * @param cached how many runs it holds
   * @param evicted how many it had to let go so far
   * @param collecting milliseconds that it has collected so far
   */
  record Heap(long used, long cached, long evicted, long collecting) {
    static Heap of(String line) {
      var parts = line.split(" ");
      return new Heap(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]));
    }
  }

  private final java.lang.Process process;
  private final PrintStream asks;
  private final BufferedReader answers;

  private WorkerProcess(java.lang.Process process) {
    this.process = process;
    this.asks = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Returns when it polls.
   *
   * @param heap as {@code 512m}
   * @param settings by their full names
   * @param variables beside those of this process
   * @param log takes what it has to say
   */
  static WorkerProcess start(
      String heap, Map<String, Object> settings, Map<String, String> variables, Path log)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseG1GC",
            "-XX:+UseStringDeduplication",
            "-Dlogging.file.name=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName()));
    command.addAll(List.of(WorkerMain.arguments(settings)));
    var builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(variables);
    var worker = new WorkerProcess(builder.start());
    try {
      worker.await(WorkerMain.READY);
      return worker;
    } catch (IOException | RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  private void await(String line) throws IOException {
    while (!line.equals(next())) {
      // Whatever a library says before is not for us.
    }
  }

  private String next() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("The worker has ended; see its log");
    }
    return line;
  }

  Heap heap() throws IOException {
    asks.println(WorkerMain.HEAP);
    return Heap.of(next());
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as a deployment would: it may finish what it has begun. */
  @Override
  public void close() {
    asks.close();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
