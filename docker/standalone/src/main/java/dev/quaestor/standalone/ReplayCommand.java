package dev.quaestor.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quaestor.Workflows;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "replay",
    description = {
      "Replay histories against the code of today.",
      "A history is a file (temporal workflow show --output json), an investigation's id,",
      "or a workflow id such as undo/act-..."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  private static final long PATIENCE_MILLIS = 60_000;

  @ParentCommand private @Nullable Quaestor parent;

  @Parameters(paramLabel = "ID|FILE", arity = "1..*", description = "The histories.")
  private List<String> sources = List.of();

  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description =
          "Where to fetch histories from. Default: the Temporal of the running standalone.")
  private @Nullable String temporal;

  private record Replayed(String source, int events, @Nullable String failure) {}

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    var results = new ArrayList<Replayed>();
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(QuaestorJson.dataConverter())
                    .build())
            .setWorkerFactoryOptions(Workflows.factory().build())
            .build();
    Workflows.warmUp();
    try (var environment = TestWorkflowEnvironment.newInstance(options)) {
      // Nobody waits for a replay: one that is slow is not stuck.
      var patient =
          WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(PATIENCE_MILLIS).build();
      var worker = environment.newWorker(TaskQueues.INVESTIGATION, patient);
      worker.registerWorkflowImplementationTypes(Workflows.options(), Workflows.implementations());
      for (var source : sources) {
        results.add(replay(root, worker, source));
      }
    }
    report(root, results);
    return results.stream().allMatch(r -> r.failure() == null) ? 0 : 1;
  }

  private Replayed replay(Quaestor root, Worker worker, String source) throws IOException {
    var file = root.surroundings().resolve(source);
    var isFile = Files.isRegularFile(file);
    if (!isFile && source.endsWith(".json")) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "Cannot read " + source + ": there is no such file.");
    }
    var history = isFile ? fromFile(file) : fromServer(root, source);
    var events = history.getHistory().getEventsCount();
    try {
      WorkflowReplayer.replayWorkflowExecution(history, worker);
      return new Replayed(source, events, null);
    } catch (Exception e) {
      return new Replayed(source, events, reason(e));
    }
  }

  private static String reason(Throwable e) {
    var deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
  }

  private static WorkflowExecutionHistory fromFile(Path file) throws IOException {
    try {
      return WorkflowExecutionHistory.fromJson(Files.readString(file));
    } catch (RuntimeException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          file + " is not a workflow history: " + e.getMessage(),
          "Write one with: temporal workflow show -w ID --output json");
    }
  }

  private WorkflowExecutionHistory fromServer(Quaestor root, String id) {
    var target = target(root);
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      var client = WorkflowClient.newInstance(stubs);
      if (id.contains("/")) {
        return client.fetchHistory(id);
      }
      var report = root.api().investigation(id).body();
      return client.fetchHistory(
          report.path("workflowId").asString(), report.path("runId").asString());
    } catch (io.grpc.StatusRuntimeException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "No history of " + id + " at " + target + ": " + e.getStatus().getDescription());
    } finally {
      stubs.shutdownNow();
    }
  }

  private String target(Quaestor root) {
    return temporal != null
        ? temporal
        : ServerFile.find(root.surroundings())
            .map(f -> f.file().temporal())
            .orElseThrow(
                () ->
                    CommandFailed.because(
                        CommandFailed.Kind.LOCAL,
                        "No server is running here to fetch a history from.",
                        "Start it with ./quaestor up, give --temporal HOST:PORT, or name a file."));
  }

  private static void report(Quaestor root, List<Replayed> results) {
    if (root.json()) {
      var document = QuaestorJson.mapper().createObjectNode();
      var list = document.putArray("replayed");
      for (var r : results) {
        var one = list.addObject().put("source", r.source()).put("events", r.events());
        one.put("replays", r.failure() == null);
        if (r.failure() != null) {
          one.put("failure", r.failure());
        }
      }
      root.console().json(document.toString());
      return;
    }
    for (var r : results) {
      if (r.failure() == null) {
        root.console()
            .line(
                "{} {}  {}",
                Console.good("replays"),
                r.source(),
                Counted.of(r.events(), "event", "events"));
      } else {
        root.console().line("{} {}", Console.bad("differs"), r.source());
        root.console().line("        {}", r.failure());
      }
    }
  }
}
