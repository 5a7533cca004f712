package dev.quaestor.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quaestor.Workflows;
import dev.quaestor.secret.Encryption;
import dev.quaestor.start.Histories;
import dev.quaestor.start.RunSelection;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.cli.Moment;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Counted;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Replay histories against the code of today.",
      "A history is a file (temporal workflow show --output json), an investigation's id,",
      "or a workflow id such as undo/act-...; with --open all that run, which is what a new version",
      "has to pass before it takes over.",
      "Exit codes: 0 all replay; 1 at least one does not, and the line says why: it differs,",
      "it cannot be read, its workflow type is unknown, another version wrote it, or this",
      "machine did not come to an end of it;",
      "2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  private static final long PATIENCE_MILLIS = 60_000;

  /** Of a file, without the run's id that makes it its own. */
  private static final int LONGEST_NAME = 150;

  @ParentCommand private @Nullable Quaestor parent;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID|FILE", arity = "0..*", description = "The histories.")
  private List<String> sources = List.of();

  @Option(names = "--open", description = "All investigations, orders and undos that run.")
  private boolean open;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "With --open, also those that ended at or after this time, or within 7d.")
  private @Nullable Instant since;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description =
          "Keep each history that was fetched as a file there, to be replayed when Temporal has "
              + "forgotten it.")
  private @Nullable String save;

  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description =
          "Where to fetch histories from, in the namespace and as whom the environment says. "
              + "Default: the Temporal of the running standalone.")
  private @Nullable String temporal;

  @Option(
      names = "--vault",
      paramLabel = "DIR",
      description =
          "The vault that holds the large payloads of these histories. Default: the one of the "
              + "standalone here.")
  private @Nullable String vault;

  @Option(
      names = "--encryption-key",
      paramLabel = "ID=REFERENCE",
      description =
          "A key that these histories are encrypted with, as soc-1=file:/run/secrets/soc-1 or "
              + "soc-1=env:NAME. Default: those of QUAESTOR_ENCRYPTION_KEYS_0_ID and _KEY, and so on.")
  private Map<String, String> encryptionKeys = Map.of();

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent);
    if (!open && (sources.isEmpty() || since != null)) {
      throw new ParameterException(
          spec.commandLine(),
          since == null ? "Name the histories, or give --open." : "--since goes with --open.");
    }
    // The first replay of a JVM takes seconds before it has read a word.
    root.console().progress("preparing to replay");
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    var results = new ArrayList<Replayed>();
    var payloads = new MisreadPayloads(new PayloadFiles(vault(root)), encryption(root));
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(payloads).build())
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
        results.add(replay(root, worker, payloads, source));
      }
      if (open) {
        results.addAll(replayOpen(root, worker, payloads));
      }
    }
    report(root, results);
    return results.stream().allMatch(r -> r.result() == Replayed.Result.REPLAYS) ? 0 : 1;
  }

  private Replayed replay(Quaestor root, Worker worker, MisreadPayloads payloads, String source) {
    root.console().progress("reading the history {}", source);
    var file = root.surroundings().resolve(source);
    var isFile = Files.isRegularFile(file);
    if (!isFile && source.endsWith(".json")) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "Cannot read " + source + ": there is no such file.");
    }
    WorkflowExecutionHistory history;
    if (isFile) {
      try {
        history = WorkflowExecutionHistory.fromJson(Files.readString(file));
      } catch (IOException | RuntimeException e) {
        return Replayed.unreadable(source, "It is not a workflow history: " + e.getMessage());
      }
    } else {
      history = fromServer(root, source);
    }
    root.console().progress("replaying {}", source);
    return Replayed.of(source, history, worker, payloads, Workflows.implementations());
  }

  private WorkflowExecutionHistory fromServer(Quaestor root, String id) {
    return atTemporal(
        root,
        "No history of " + id,
        client -> {
          if (id.contains("/")) {
            return saved(root, client.fetchHistory(id));
          }
          var report = root.api().investigation(id).body();
          return saved(
              root,
              client.fetchHistory(
                  report.path("workflowId").asString(), report.path("runId").asString()));
        });
  }

  /** One after the other: however many are open, one of them is held at a time. */
  private List<Replayed> replayOpen(Quaestor root, Worker worker, MisreadPayloads payloads) {
    var known = Workflows.implementations();
    var selection = new RunSelection(Replayed.types(known), since);
    return atTemporal(
        root,
        "No list of what runs",
        client ->
            Histories.at(client.getWorkflowServiceStubs(), client.getOptions().getNamespace())
                .runs(selection)
                .map(
                    run -> {
                      root.console().progress("replaying {}", run.getWorkflowId());
                      return fetched(client, run)
                          .map(history -> saved(root, history))
                          .map(
                              history ->
                                  Replayed.of(
                                      run.getWorkflowId(), history, worker, payloads, known));
                    })
                .flatMap(Optional::stream)
                .toList());
  }

  /** Empty when it is gone since it was listed, as what has ended is some day. */
  private static Optional<WorkflowExecutionHistory> fetched(
      WorkflowClient client, WorkflowExecution run) {
    try {
      return Optional.of(client.fetchHistory(run.getWorkflowId(), run.getRunId()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private WorkflowExecutionHistory saved(Quaestor root, WorkflowExecutionHistory history) {
    if (save == null) {
      return history;
    }
    // An id holds slashes, and whatever else whoever started it put there.
    var id = history.getWorkflowExecution().getWorkflowId();
    var name = URLEncoder.encode(id, StandardCharsets.UTF_8);
    var run =
        history
            .getHistory()
            .getEvents(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getOriginalExecutionRunId();
    var folder = root.surroundings().resolve(save);
    try {
      Files.createDirectories(folder);
      // One that only its owner can read: a history is the whole case.
      var draft = Files.createTempFile(folder, ".draft-", null);
      Files.writeString(draft, history.toJson(true));
      Files.move(
          draft,
          folder.resolve(
              name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "." + run + ".json"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return history;
    } catch (IOException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "Cannot write into " + save + ": " + e.getMessage());
    }
  }

  private <T> T atTemporal(Quaestor root, String otherwise, Function<WorkflowClient, T> asked) {
    var door = door(root);
    var stubs = WorkflowServiceStubs.newServiceStubs(door.stubs().build());
    try {
      return asked.apply(
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setNamespace(door.namespace()).build()));
    } catch (StatusRuntimeException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          otherwise + " at " + door.target() + ": " + e.getStatus().getDescription());
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Nothing is encrypted here: what a replay says again is compared and goes nowhere. */
  private PayloadEncryption encryption(Quaestor root) {
    try {
      return Encryption.of(ReplayKeys.of(encryptionKeys, root.surroundings().environment()));
    } catch (IllegalStateException | IllegalArgumentException none) {
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, String.valueOf(none.getMessage()));
    }
  }

  private Path vault(Quaestor root) {
    return vault != null
        ? root.surroundings().resolve(vault)
        : Home.of(root.surroundings()).file("vault");
  }

  /** The standalone's own is told by its file, any other as every process of ours is told it. */
  private TemporalDoor door(Quaestor root) {
    if (temporal != null) {
      return TemporalDoor.of(root.surroundings().environment(), temporal);
    }
    return ServerFile.find(root.surroundings())
        .map(f -> TemporalDoor.of(Map.of(), f.file().temporal()))
        .orElseThrow(
            () ->
                CommandFailed.because(
                    CommandFailed.Kind.LOCAL,
                    "No server is running here to fetch a history from.",
                    "Start it with ./quaestor up, give --temporal HOST:PORT, or name a file."));
  }

  private void report(Quaestor root, List<Replayed> results) {
    if (root.json()) {
      var document = QuaestorJson.mapper().createObjectNode();
      var list = document.putArray("replayed");
      for (var r : results) {
        var one = list.addObject().put("source", r.source()).put("events", r.events());
        one.put("replays", r.result() == Replayed.Result.REPLAYS);
        one.put("result", r.result().name());
        if (r.note() != null) {
          one.put("note", r.note());
        }
        if (r.failure() != null) {
          one.put("failure", r.failure());
        }
      }
      root.console().json(document.toString());
      return;
    }
    for (var r : results) {
      if (r.failure() == null) {
        if (open) {
          continue;
        }
        root.console()
            .line(
                "{} {}  {}",
                Console.good("replays"),
                r.source(),
                Counted.of(r.events(), "event", "events"));
        if (r.note() != null) {
          root.console().line("         {}", r.note());
        }
      } else {
        root.console().line("{} {}", Console.bad(r.result().words()), r.source());
        root.console().line("        {}", r.failure());
        if (r.result() == Replayed.Result.UNREADABLE) {
          root.console().line("        Write one with: temporal workflow show -w ID --output json");
        }
      }
    }
    if (open) {
      var fit = results.stream().filter(r -> r.result() == Replayed.Result.REPLAYS).count();
      var words = Counted.of(fit, results.size(), "history replays", "histories replay");
      root.console().line("{}.", fit == results.size() ? Console.good(words) : Console.bad(words));
    }
  }
}
