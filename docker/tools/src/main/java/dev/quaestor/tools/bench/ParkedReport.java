package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.wire.QuaestorJson;

/** What a run with parked cases found, for people and for machines. */
record ParkedReport(ParkedResult result) {
  private static final double MIB = 1024 * 1024;
  private static final double KIB = 1024;

  void print(Console console) {
    var plan = result.plan();
    console.line("");
    console.line(
        "{}",
        Console.strong(
            "%,d cases wait for a person; a worker of %s".formatted(plan.cases(), plan.heap())));
    var table =
        new Table()
            .text("decision → effect on the device (ms)")
            .whole("p50")
            .whole("p90")
            .whole("p99")
            .whole("max")
            .whole("heap MiB")
            .whole("cached")
            .whole("evicted")
            .whole("asked again");
    table.row("parked", "", "", "", "", mib(result.parked()), result.parked().cached(), "", "");
    for (var round : result.rounds()) {
      table.row(
          round.name(),
          ms(round.p50()),
          ms(round.p90()),
          ms(round.p99()),
          ms(round.max()),
          mib(round.heap()),
          round.heap().cached(),
          round.heap().evicted(),
          round.repeated());
    }
    console.print(table);
    console.line("");
    console.line(
        "Heap of the worker: {} MiB without a case, {} KiB more for each that it holds.",
        mib(result.before()),
        "%.1f".formatted(result.perCase() / KIB));
    console.line(
        "Parked by the API in {} s; {} decided at {} a second in each round.",
        Long.toString(result.parking().toSeconds()),
        Integer.toString(plan.sample()),
        "%.1f".formatted(plan.perSecond()));
    var machine = result.machine();
    console.line(
        "Temporal: {}. {} processors, load {} before, Java {}.",
        machine.temporal(),
        Integer.toString(machine.processors()),
        "%.1f".formatted(machine.loadBefore()),
        machine.java());
  }

  private static String ms(double millis) {
    return "%.0f".formatted(millis);
  }

  private static String mib(WorkerProcess.Heap heap) {
    return "%.0f".formatted(heap.used() / MIB);
  }

  /** One document. */
  String json() {
    return QuaestorJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
  }
}
