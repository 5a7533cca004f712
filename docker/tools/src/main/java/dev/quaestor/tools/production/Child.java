package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again and again, always in the same way, with one log of all of it.
 * Where it is {@linkplain #keepRunning kept running} it is started again whenever it ended without
 * being told to, as compose and Kubernetes do.
 */
public final class Child {
  private static final long ENDS_WITHIN_SECONDS = 40;
  private static final int LINES_THAT_TELL = 15;
  private static final Executor A_MOMENT_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final String name;
  private final Path log;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> command;
  private volatile @Nullable Process process;
  private boolean kept;
  private boolean wanted;
  private int restarts;

  /**
   * @param logs holds its log, by its name
   * @param folder where it runs
   * @param environment beside that of this process, without what speaks of another house
   */
  Child(
      String name, Path logs, Path folder, Map<String, String> environment, List<String> command) {
    this.name = name;
    this.log = logs.resolve(name + ".log");
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.command = List.copyOf(command);
  }

  synchronized void start() {
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder
          .environment()
          .keySet()
          .removeIf(v -> v.startsWith("TEMPORAL_") || v.startsWith("QUAESTOR_"));
      builder.environment().putAll(environment);
      var begun = builder.start();
      process = begun;
      wanted = true;
      begun.onExit().thenRunAsync(() -> ended(begun), A_MOMENT_LATER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on, until it is told to end. */
  synchronized void keepRunning() {
    kept = true;
  }

  private synchronized void ended(Process which) {
    if (kept && wanted && which == process) {
      restarts++;
      start();
    }
  }

  /** How often it ended without being told to, and was started again. */
  public synchronized int restarts() {
    return restarts;
  }

  /** Whether nobody will start it again. */
  synchronized boolean isOver() {
    return !isRunning() && !(kept && wanted);
  }

  private synchronized void noLongerWanted() {
    wanted = false;
  }

  /** Runs it to its end. */
  void run() {
    start();
    try {
      if (!ours().waitFor(3 * ENDS_WITHIN_SECONDS, TimeUnit.SECONDS) || ours().exitValue() != 0) {
        ours().destroyForcibly();
        throw new IllegalStateException(name + " failed:\n" + said());
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    noLongerWanted();
    if (process != null) {
      await(process.destroyForcibly());
    }
  }

  /** SIGTERM, and patience; then SIGKILL. */
  public void end() {
    noLongerWanted();
    if (process == null) {
      return;
    }
    // What is frozen hears nothing.
    signal("CONT");
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** As a host that is out of breath: it keeps its connections and answers nothing. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  /**
   * @param signal without SIG
   */
  public void signal(String signal) {
    if (!isRunning()) {
      return;
    }
    try {
      await(new ProcessBuilder("kill", "-" + signal, Long.toString(ours().pid())).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  public long pid() {
    return ours().pid();
  }

  public String name() {
    return name;
  }

  private Process ours() {
    return Objects.requireNonNull(process, name + " was never started");
  }

  /** The last lines of its log. */
  public String said() {
    try {
      var lines = Files.readAllLines(log);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_THAT_TELL), lines.size()));
    } catch (IOException e) {
      return "nothing: " + e.getMessage();
    }
  }

  private static void await(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
