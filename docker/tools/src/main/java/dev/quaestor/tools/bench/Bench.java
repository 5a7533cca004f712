package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.BenchResult.Load;
import dev.quaestor.tools.bench.BenchResult.Row;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One run: warm up, learn the shapes, then engine and bare in turn. */
final class Bench {
  private final BenchHouse house;
  private final BenchPlan plan;
  private final Consumer<String> say;
  private final Map<MeasuredPath, Shape> shapes = new EnumMap<>(MeasuredPath.class);
  private final Map<MeasuredPath, BenchResult.Histories> histories =
      new EnumMap<>(MeasuredPath.class);
  private final Map<MeasuredPath, Shape> bareShapes = new EnumMap<>(MeasuredPath.class);
  private final Map<MeasuredPath, Double> labCalls = new EnumMap<>(MeasuredPath.class);
  private final Map<MeasuredPath, BenchResult.Rate> rates = new EnumMap<>(MeasuredPath.class);
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param say takes one line for people at each step that takes long
   */
  Bench(BenchHouse house, BenchPlan plan, Consumer<String> say) {
    this.house = house;
    this.plan = plan;
    this.say = say;
  }

  /**
   * Measures; takes a minute or two.
   *
   * @throws RuntimeException when an alert does not go the way it must: then there is no measure
   */
  BenchReport run() {
    var loadBefore = Process.load();
    house.lab().delay(Duration.ZERO);
    house.lab().actionDuration(Duration.ZERO);
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(house.temporal()).build());
    var client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(QuaestorJson.dataConverter(house.payloads()))
                .build());
    try (var engine = new Engine(house.api(), house.lab(), client);
        var bare = new Bare(client, course -> Objects.requireNonNull(shapes.get(course)))) {
      warmUp(engine, bare, client);
      for (var course : MeasuredPath.values()) {
        alone(course, engine, bare, client);
      }
      for (var course : MeasuredPath.values()) {
        crowded(course, engine, bare);
      }
    } finally {
      stubs.shutdownNow();
      stubs.awaitTermination(2, TimeUnit.SECONDS);
    }
    return new BenchReport(result(loadBefore));
  }

  private BenchResult result(double loadBefore) {
    return new BenchResult(
        Instant.now(),
        new BenchResult.Machine(
            house.temporalKind(),
            house.measures(),
            Runtime.getRuntime().availableProcessors(),
            loadBefore,
            Runtime.version().toString()),
        plan,
        house.startUp(),
        List.copyOf(rows),
        rates,
        histories,
        labCalls,
        Process.memory());
  }

  private void warmUp(Engine engine, Bare bare, WorkflowClient client) {
    for (var course : MeasuredPath.values()) {
      say.accept("warming up: " + plan.warmUp() + " × " + course.name().toLowerCase(Locale.ROOT));
      var last = "";
      for (int i = 0; i < plan.warmUp(); i++) {
        last = engine.run(course).workflowId();
      }
      shapes.put(course, shape(course, client, last));
      for (int i = 0; i < plan.warmUp(); i++) {
        last = bare.run(course).workflowId();
      }
      bareShapes.put(course, shape(course, client, last));
    }
  }

  private static Shape shape(MeasuredPath course, WorkflowClient client, String workflowId) {
    return ShapeReader.read(course, events(client, workflowId));
  }

  /** In turn, so that what else the machine does falls on both. */
  private void alone(MeasuredPath course, Engine engine, Bare bare, WorkflowClient client) {
    say.accept("one at a time: " + plan.alone() + " × " + course.alert());
    house.lab().reset();
    var ours = new Figures();
    var floor = new Figures();
    var ourIds = new ArrayList<String>();
    var floorIds = new ArrayList<String>();
    for (int i = 0; i < plan.alone(); i++) {
      ourIds.add(ours.add(engine.run(course)));
      floorIds.add(floor.add(bare.run(course)));
    }
    labCalls.put(course, (double) requests() / plan.alone());
    histories.put(
        course,
        new BenchResult.Histories(
            Objects.requireNonNull(shapes.get(course)),
            Objects.requireNonNull(bareShapes.get(course)),
            spending(client, ourIds),
            spending(client, floorIds)));
    rows(Load.ALONE, ours, floor);
  }

  private static Spending spending(WorkflowClient client, List<String> workflowIds) {
    return Spending.of(workflowIds.stream().map(id -> events(client, id)).toList());
  }

  private static List<HistoryEvent> events(WorkflowClient client, String workflowId) {
    return client.fetchHistory(workflowId).getHistory().getEventsList();
  }

  private void crowded(MeasuredPath course, Engine engine, Bare bare) {
    if (plan.crowd() == 0) {
      return;
    }
    say.accept("%d in flight: %d × %s".formatted(plan.inFlight(), plan.crowd(), course.alert()));
    house.lab().reset();
    var ours = new Figures();
    var floor = new Figures();
    var bareRate = Crowd.perSecond(plan, () -> floor.add(bare.run(course)));
    var rate = Crowd.perSecond(plan, () -> ours.add(engine.run(course)));
    rates.put(course, new BenchResult.Rate(rate, bareRate, engine.repeated()));
    rows(Load.CROWDED, ours, floor);
  }

  private void rows(Load load, Figures ours, Figures floor) {
    for (var measure : Measure.values()) {
      if (ours.has(measure)) {
        rows.add(Row.of(load, measure, ours, floor));
      }
    }
  }

  private long requests() {
    long sum = 0;
    for (JsonNode count : house.lab().state().path("requests")) {
      sum += count.asLong();
    }
    return sum;
  }
}
