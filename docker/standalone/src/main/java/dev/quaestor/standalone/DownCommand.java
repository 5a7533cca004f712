package dev.quaestor.standalone;

import dev.quaestor.standalone.temporal.Temporals;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.wire.QuaestorJson;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "down",
    description = "Stop the standalone that was started here.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
  private static final long SECONDS = 30;

  @ParentCommand private @Nullable Quaestor parent;

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    var home = Home.of(root.surroundings());
    var running = home.running();
    if (running.isEmpty()) {
      Files.deleteIfExists(dev.quaestor.starter.cli.client.ServerFile.pathUnder(home.root()));
      say(root, null, endLeftBehind(home));
      return 0;
    }
    var pid = running.get().pid();
    var process = ProcessHandle.of(pid).orElseThrow();
    if (process.info().command().filter(c -> c.endsWith("java")).isEmpty()) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "Process " + pid + " is not a Java program, so it is not Quaestor's.",
          "Remove .quaestor/server.json if it is stale.");
    }
    process.destroy();
    root.console().progress("stopping process {}", Long.toString(pid));
    try {
      process.onExit().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "Process " + pid + " is not stopping. kill -9 " + pid + " stops it.");
    }
    say(root, pid, endLeftBehind(home));
    return 0;
  }

  /** What was stopped: a standalone, if one ran, and what earlier ones had left. */
  private static void say(Quaestor root, @Nullable Long standalone, List<Long> temporals) {
    if (root.json()) {
      var document = QuaestorJson.mapper().createObjectNode();
      document.put("stopped", standalone != null || !temporals.isEmpty());
      if (standalone != null) {
        document.put("standalone", standalone.longValue());
      }
      temporals.forEach(document.putArray("temporalServers")::add);
      root.console().json(document.toString());
      return;
    }
    for (var pid : temporals) {
      root.console()
          .line(
              "Stopped the Temporal server that an earlier run had left (process {}).",
              pid.toString());
    }
    if (standalone != null) {
      root.console().line("Stopped.");
    } else if (temporals.isEmpty()) {
      root.console().line("Nothing is running here.");
    }
  }

  /** A standalone that was killed could not end its Temporal. */
  private static List<Long> endLeftBehind(Home home) {
    var ended = new ArrayList<Long>();
    for (var state : List.of(home.state(), home.within("demo").state())) {
      Temporals.endLeftBehind(state).ifPresent(ended::add);
    }
    return ended;
  }
}
