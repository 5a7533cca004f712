package dev.quaestor.tools.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.quaestor.policy.Policy;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.wire.PayloadVault;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Cases of growing size, one after the other, each from its first alert to its end. */
final class ScaleBench {
  private static final int TEN = 10;
  private static final Duration PATIENCE = Duration.ofHours(3);

  /** No policy lets in more. */
  private static final int MOST = 100_000;

  /** What is looked at leads to a few things more than are named. */
  private static final int ROOM = 500;

  /** A few cases before anything counts. */
  private static final int WARM_UP = 5;

  private final BenchHouse house;
  private final PayloadVault vault;
  private final Consumer<String> say;
  private final Patience patience = new Patience();

  ScaleBench(BenchHouse house, Consumer<String> say) {
    this.house = house;
    this.vault = house.payloads();
    this.say = say;
  }

  /**
   * @param upTo the most pieces of a case; the sizes are the powers of ten up to there, and it
   * @throws RuntimeException when a case does not go the way it must: then there is no measure
   */
  ScaleResult run(int upTo) {
    var machine =
        new BenchResult.Machine(
            house.temporalKind(),
            house.measures(),
            Runtime.getRuntime().availableProcessors(),
            Process.load(),
            Runtime.version().toString());
    house.lab().delay(Duration.ZERO);
    house.lab().actionDuration(Duration.ZERO);
    lettingIn(upTo);
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(house.temporal()).build());
    var client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(QuaestorJson.dataConverter(vault))
                .build());
    var rows = new ArrayList<ScaleResult.Row>();
    try (var pending = new PendingWatch(house.api())) {
      say.accept("warming up");
      for (int i = 0; i < WARM_UP; i++) {
        one(TEN, client, pending);
      }
      for (long size = 1; size < upTo; size *= TEN) {
        rows.add(one((int) size, client, pending));
      }
      rows.add(one(upTo, client, pending));
    } finally {
      stubs.shutdownNow();
    }
    return new ScaleResult(machine, List.copyOf(rows));
  }

  /** The default policy, but for its limit. */
  private void lettingIn(int pieces) {
    var yaml = house.api().policy(false).text();
    var most = Math.clamp(pieces + ROOM, Policy.Limits.MAX_ENTITIES, MOST);
    var limit = "maxEntities: ";
    var raised = yaml.replace(limit + Policy.Limits.MAX_ENTITIES, limit + most);
    house.api().putPolicy(raised.getBytes(StandardCharsets.UTF_8), "bench scale");
  }

  private ScaleResult.Row one(int pieces, WorkflowClient client, PendingWatch pending) {
    var named = Math.min(pieces, MOST - ROOM);
    say.accept("a case of " + named);
    var alerts = ManyPieces.of(named);
    var kept = keptBytes();
    var cpu = cpuNanos();
    var begun = System.nanoTime();
    var id = send(alerts.first());
    var workflowId = house.api().investigation(id).body().path("workflowId").asString();
    var first = client.newUntypedWorkflowStub(workflowId).describe().getExecution().getRunId();
    if (alerts.asks()) {
      var asked = pending.await(id).actionIds();
      for (var alert : alerts.more()) {
        if (!send(alert).equals(id)) {
          throw new IllegalStateException("An alert did not join the case " + id);
        }
      }
      patience.call(() -> house.api().decide(asked, QuaestorClient.Choice.REJECT, "bench"));
    }
    var state = ended(workflowId, client);
    var wall = Duration.ofNanos(System.nanoTime() - begun);
    var took = Duration.ofNanos(cpuNanos() - cpu);
    return new ScaleResult.Row(
        named,
        state,
        Billed.of(histories(client, workflowId, first)),
        keptBytes() - kept,
        took,
        wall);
  }

  private String send(byte[] alert) {
    return patience
        .call(() -> house.api().submit(alert, "application/json", null))
        .body()
        .path("alerts")
        .path(0)
        .path("investigationId")
        .asString();
  }

  private static String ended(String workflowId, WorkflowClient client) {
    try {
      var result =
          client
              .newUntypedWorkflowStub(workflowId)
              .getResult(PATIENCE.toSeconds(), TimeUnit.SECONDS, RawValue.class);
      var json = QuaestorJson.mapper().readTree(result.getPayload().getData().toByteArray());
      return json.path("state").asString();
    } catch (TimeoutException e) {
      throw new IllegalStateException("It does not end: " + workflowId, e);
    }
  }

  /** Of each of its runs, from the first. */
  private static List<List<HistoryEvent>> histories(
      WorkflowClient client, String workflowId, String firstRunId) {
    var all = new ArrayList<List<HistoryEvent>>();
    for (var run = firstRunId; !run.isEmpty(); ) {
      var events = client.fetchHistory(workflowId, run).getHistory().getEventsList();
      all.add(events);
      run =
          events
              .getLast()
              .getWorkflowExecutionContinuedAsNewEventAttributes()
              .getNewExecutionRunId();
    }
    return all;
  }

  private long keptBytes() {
    var folder = Path.of(vault.place());
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files
          .map(Path::toFile)
          .filter(java.io.File::isFile)
          .mapToLong(java.io.File::length)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
