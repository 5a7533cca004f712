package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.tools.bench.BenchResult.Load;
import dev.quaestor.tools.bench.BenchResult.Row;
import dev.quaestor.wire.QuaestorJson;
import tools.jackson.databind.node.ObjectNode;

/** What a run found, for people and for machines. */
final class BenchReport {
  private final BenchResult result;

  BenchReport(BenchResult result) {
    this.result = result;
  }

  /** At most a hundred columns wide. */
  void print(Console console) {
    var machine = result.machine();
    var plan = result.plan();
    console.line("");
    console.line("{}", Console.strong("How fast it is, beside two bare workflows (ms)"));
    if (!machine.measures()) {
      console.line(
          "{}",
          Console.bad(
              "NOT REPRESENTATIVE: times on the in-JVM test server say nothing about "
                  + "a real Temporal."));
    }
    console.print(times());
    console.line("");
    if (!result.rate().isEmpty()) {
      console.print(rates());
      console.line("");
    }
    console.print(histories());
    console.line("");
    console.print(spending());
    console.line("");
    var memory = result.memory();
    console.line(
        "Start-up of the house: {} s", "%.1f".formatted(result.startUp().toMillis() / 1e3));
    console.line(
        "Memory of this JVM after it: {} MiB resident (peak {}), heap {} MiB used of {}",
        Long.toString(memory.resident()),
        Long.toString(memory.residentPeak()),
        Long.toString(memory.heapUsed()),
        Long.toString(memory.heapCommitted()));
    console.line("");
    console.print(aims());
    console.line("");
    notes(console, machine, plan);
  }

  private Table times() {
    var table =
        new Table()
            .text("what")
            .whole("load")
            .whole("p50")
            .whole("p99")
            .whole("bare p50")
            .whole("p99")
            .whole("×")
            .whole("fair p50")
            .whole("p99")
            .whole("×");
    for (var row : result.rows()) {
      table.row(
          row.measure().words(),
          load(row),
          ms(row.p50()),
          ms(row.p99()),
          ms(row.bareP50()),
          ms(row.bareP99()),
          "%.2f".formatted(row.ratio()),
          ms(row.fairP50()),
          ms(row.fairP99()),
          "%.2f".formatted(row.fairRatio()));
    }
    return table;
  }

  private String load(Row row) {
    return switch (row.load()) {
      case ALONE -> "one at a time";
      case CROWDED -> result.plan().inFlight() + " in flight";
    };
  }

  private static String ms(double millis) {
    return "%.0f".formatted(millis);
  }

  private Table rates() {
    var table =
        new Table()
            .text("investigations per second, from alert to end")
            .whole("engine")
            .whole("bare")
            .whole("of it")
            .whole("fair")
            .whole("of it")
            .whole("asked again");
    result
        .rate()
        .forEach(
            (course, rate) ->
                table.row(
                    words(course),
                    "%.1f".formatted(rate.engine()),
                    "%.1f".formatted(rate.bare()),
                    "%.2f".formatted(rate.ratio()),
                    "%.1f".formatted(rate.fair()),
                    "%.2f".formatted(rate.fairRatio()),
                    Integer.toString(rate.repeated())));
    return table;
  }

  private Table histories() {
    var table =
        new Table()
            .text("one investigation")
            .whole("events")
            .whole("activities")
            .whole("workflow tasks")
            .whole("bytes")
            .whole("lab calls");
    result
        .histories()
        .forEach(
            (course, both) -> {
              row(table, words(course), both.engine(), "%.0f".formatted(calls(course)));
              row(table, "  bare", both.bare(), "0");
              row(table, "  fair", both.bare(), Integer.toString(both.engine().calls()));
            });
    return table;
  }

  private static void row(Table table, String name, Shape shape, String calls) {
    table.row(
        name,
        shape.events(),
        shape.activities(),
        shape.workflowTasks(),
        shape.payloadBytes(),
        calls);
  }

  private double calls(MeasuredPath course) {
    return result.labCalls().getOrDefault(course, 0.0);
  }

  private Table spending() {
    var table =
        new Table()
            .text("where the time goes, one at a time: ms in one history")
            .whole("engine")
            .whole("bare");
    result
        .histories()
        .forEach(
            (course, both) -> {
              var ours = both.engineSpending();
              var floor = both.bareSpending();
              table.row(words(course), ms(ours.all()), ms(floor.all()));
              table.row("  tasks wait for a worker", ms(ours.waiting()), ms(floor.waiting()));
              table.row("  workflow tasks", ms(ours.deciding()), ms(floor.deciding()));
              table.row("  activities", ms(ours.inActivities()), ms(floor.inActivities()));
              ours.activities().forEach((type, millis) -> table.row("    " + type, ms(millis), ""));
            });
    return table;
  }

  private static String words(MeasuredPath course) {
    return switch (course) {
      case AUTOMATIC -> "malicious file, contained automatically";
      case APPROVED -> "suspicious process, isolation approved";
    };
  }

  private Table aims() {
    var table = new Table().text("aim").whole("wanted").whole("is").whole("");
    for (var aim : Aim.of(result)) {
      table.row(
          aim.words(),
          aim.bound().words() + " " + number(aim.limit()),
          number(aim.value()),
          aim.met() ? Console.good("met") : Console.bad("missed"));
    }
    return table;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : "%.2f".formatted(value);
  }

  private void notes(Console console, BenchResult.Machine machine, BenchPlan plan) {
    console.line(
        "Temporal: {}. {} processors, load {} before, Java {}.",
        machine.temporal(),
        Integer.toString(machine.processors()),
        "%.1f".formatted(machine.loadBefore()),
        machine.java());
    console.line(
        "After {} of each kind to warm up: {} one at a time, then {} with {} in flight.",
        Integer.toString(plan.warmUp()),
        Integer.toString(plan.alone()),
        Integer.toString(plan.crowd()),
        Integer.toString(plan.inFlight()));
    for (var line :
        new String[] {
          "The bare workflow has the engine's activities in the same order, with the same "
              + "bytes, the",
          "same update-with-start, timers and decision. It calls no API, no ledger, no back "
              + "end and",
          "tells no search attributes: what the engine takes for these is in its figures only. "
              + "The fair",
          "one is the same and makes the engine's calls of the back end in the same steps, on a "
              + "device of",
          "its own, and writes one durable row for each call of the ledger.",
          "Pending is seen by polling the API: every "
              + PendingWatch.EVERY.toMillis()
              + " ms, or five times what an answer takes."
        }) {
      console.line("{}", Console.dim(line));
    }
  }

  /** One document. */
  String json() {
    var json = QuaestorJson.mapper().createObjectNode();
    json.put("takenAt", result.takenAt().toString());
    json.set("machine", QuaestorJson.mapper().valueToTree(result.machine()));
    json.set("plan", QuaestorJson.mapper().valueToTree(result.plan()));
    json.put("startUpMillis", result.startUp().toMillis());
    var times = json.putArray("times");
    for (var row : result.rows()) {
      times
          .addObject()
          .put("measure", row.measure().name())
          .put("load", row.load() == Load.ALONE ? "ALONE" : "CROWDED")
          .put("count", row.count())
          .put("p50Millis", row.p50())
          .put("p99Millis", row.p99())
          .put("bareP50Millis", row.bareP50())
          .put("bareP99Millis", row.bareP99())
          .put("ratioP50", row.ratio())
          .put("fairP50Millis", row.fairP50())
          .put("fairP99Millis", row.fairP99())
          .put("fairRatioP50", row.fairRatio());
    }
    var rates = json.putArray("perSecond");
    result
        .rate()
        .forEach(
            (course, rate) ->
                rates
                    .addObject()
                    .put("course", course.name())
                    .put("engine", rate.engine())
                    .put("bare", rate.bare())
                    .put("fair", rate.fair())
                    .put("askedAgain", rate.repeated()));
    var histories = json.putArray("histories");
    result
        .histories()
        .forEach(
            (course, both) -> {
              var one = histories.addObject().put("course", course.name());
              one.put("labCalls", calls(course));
              shape(one.putObject("engine"), both.engine());
              shape(one.putObject("bare"), both.bare());
              one.set("engineMillis", QuaestorJson.mapper().valueToTree(both.engineSpending()));
              one.set("bareMillis", QuaestorJson.mapper().valueToTree(both.bareSpending()));
            });
    json.set("memoryMiB", QuaestorJson.mapper().valueToTree(result.memory()));
    var aims = json.putArray("aims");
    for (var aim : Aim.of(result)) {
      aims.addObject()
          .put("aim", aim.words())
          .put("bound", aim.bound().name())
          .put("limit", aim.limit())
          .put("value", aim.value())
          .put("met", aim.met());
    }
    return QuaestorJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static void shape(ObjectNode json, Shape shape) {
    json.put("events", shape.events())
        .put("activities", shape.activities())
        .put("workflowTasks", shape.workflowTasks())
        .put("payloadBytes", shape.payloadBytes());
  }
}
