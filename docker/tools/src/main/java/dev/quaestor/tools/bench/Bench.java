package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.tools.bench.BenchResult.Load;
import dev.quaestor.tools.bench.BenchResult.Row;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One run: warm up, learn the shapes, then the engine and its two floors in turn. */
final class Bench {
  private final BenchHouse house;
  private final BenchPlan plan;
  private final Consumer<String> say;
  private final Map<MeasuredPath, Shape> shapes = new ConcurrentHashMap<>();
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
                .setNamespace(house.namespace())
                .setDataConverter(QuaestorJson.dataConverter(house.payloads()))
                .build());
    var signs = new Arrivals();
    try (var engine = new Engine(house.api(), house.lab(), client);
        var rows = new Rows(house.rows());
        var errands = new BackEndErrands(house.lab(), rows, signs);
        var bare = Bare.idle(client, this::shape);
        var fair = new Bare(client, "bench-fair-", this::shape, signs, errands)) {
      house
          .lab()
          .onEffect(
              effect -> {
                engine.tookEffect(effect);
                errands.tookEffect(effect);
              });
      warmUp(engine, bare, fair, client);
      for (var course : MeasuredPath.values()) {
        alone(course, new Runners(engine, bare, fair), client);
      }
      for (var course : MeasuredPath.values()) {
        crowded(course, new Runners(engine, bare, fair));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The fair floor has no database", e);
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

  /** Who takes the same way in turn. */
  private record Runners(Engine engine, Bare bare, Bare fair) {}

  private Shape shape(MeasuredPath course) {
    return Objects.requireNonNull(shapes.get(course));
  }

  private void warmUp(Engine engine, Bare bare, Bare fair, WorkflowClient client) {
    for (var course : MeasuredPath.values()) {
      say.accept("warming up: " + plan.warmUp() + " × " + course.name().toLowerCase(Locale.ROOT));
      for (int i = 0; i < plan.warmUp(); i++) {
        engine.run(course);
      }
      shapes.put(course, learnt(course, engine, client));
      var last = "";
      for (int i = 0; i < plan.warmUp(); i++) {
        last = bare.run(course).workflowId();
        fair.run(course);
      }
      bareShapes.put(course, ShapeReader.read(course, events(client, last)));
    }
  }

  /** One run of which all is seen: the history, and the calls of the back end. */
  private Shape learnt(MeasuredPath course, Engine engine, WorkflowClient client) {
    var alert = FreshAlert.of(course);
    var seen = new ConcurrentLinkedQueue<LabTenant.Exchange>();
    house.lab().onExchange(seen::add);
    var run = engine.run(course, alert);
    house.lab().onExchange(exchange -> {});
    var calls = seen.stream().filter(x -> !x.uri().contains("/oauth2/")).toList();
    return ShapeReader.read(
        course,
        events(client, run.workflowId()),
        (from, to) -> BackEndCall.between(from, to, calls, alert));
  }

  /** In turn, so that what else the machine does falls on both. */
  private void alone(MeasuredPath course, Runners runners, WorkflowClient client) {
    say.accept("one at a time: " + plan.alone() + " × " + course.alert());
    var ours = new Figures();
    var floor = new Figures();
    var fairly = new Figures();
    var ourIds = new ArrayList<String>();
    var floorIds = new ArrayList<String>();
    long calls = 0;
    for (int i = 0; i < plan.alone(); i++) {
      var before = requests();
      ourIds.add(ours.add(runners.engine().run(course)));
      calls += requests() - before;
      floorIds.add(floor.add(runners.bare().run(course)));
      fairly.add(runners.fair().run(course));
    }
    labCalls.put(course, (double) calls / plan.alone());
    histories.put(
        course,
        new BenchResult.Histories(
            Objects.requireNonNull(shapes.get(course)),
            Objects.requireNonNull(bareShapes.get(course)),
            spending(client, ourIds),
            spending(client, floorIds)));
    rows(Load.ALONE, ours, floor, fairly);
  }

  private static Spending spending(WorkflowClient client, List<String> workflowIds) {
    return Spending.of(workflowIds.stream().map(id -> events(client, id)).toList());
  }

  private static List<HistoryEvent> events(WorkflowClient client, String workflowId) {
    return client.fetchHistory(workflowId).getHistory().getEventsList();
  }

  private void crowded(MeasuredPath course, Runners runners) {
    if (plan.crowd() == 0) {
      return;
    }
    say.accept("%d in flight: %d × %s".formatted(plan.inFlight(), plan.crowd(), course.alert()));
    var ours = new Figures();
    var floor = new Figures();
    var fairly = new Figures();
    var bareRate = Crowd.perSecond(plan, () -> floor.add(runners.bare().run(course)));
    var fairRate = Crowd.perSecond(plan, () -> fairly.add(runners.fair().run(course)));
    var rate = Crowd.perSecond(plan, () -> ours.add(runners.engine().run(course)));
    rates.put(course, new BenchResult.Rate(rate, bareRate, fairRate, runners.engine().repeated()));
    rows(Load.CROWDED, ours, floor, fairly);
  }

  private void rows(Load load, Figures ours, Figures floor, Figures fairly) {
    for (var measure : Measure.values()) {
      if (ours.has(measure)) {
        rows.add(Row.of(load, measure, ours, floor, fairly));
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
