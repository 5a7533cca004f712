package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;

/** How the cost of a case follows its size, for people and for machines. */
record ScaleReport(ScaleResult result) {
  private static final double KIB = 1024;

  void print(Console console) {
    console.line("");
    console.line("{}", Console.strong("What a case takes, by its pieces of evidence"));
    var table =
        new Table()
            .whole("pieces")
            .whole("runs")
            .whole("events")
            .whole("history KiB")
            .whole("vault KiB")
            .whole("billed")
            .whole("CPU s")
            .whole("wall s")
            .whole("CPU ms a piece")
            .text("ended");
    for (var row : result.rows()) {
      var billed = row.billed();
      table.row(
          row.pieces(),
          billed.runs(),
          billed.events(),
          "%.0f".formatted(billed.bytes() / KIB),
          "%.0f".formatted(row.vaultBytes() / KIB),
          billed.actions(),
          seconds(row.cpu()),
          seconds(row.wall()),
          "%.1f".formatted((double) row.cpu().toMillis() / Math.max(1, row.pieces())),
          row.state());
    }
    console.print(table);
    var machine = result.machine();
    console.line("");
    console.line(
        "Temporal: {}. {} processors, load {} before, Java {}.",
        machine.temporal(),
        Integer.toString(machine.processors()),
        "%.1f".formatted(machine.loadBefore()),
        machine.java());
    console.line(
        "{}",
        Console.dim(
            "CPU is that of the whole JVM: starter, worker, lab and bench. Billed: without"
                + " retries and queries."));
  }

  private static String seconds(Duration time) {
    return "%.1f".formatted(time.toMillis() / 1e3);
  }

  /** One document. */
  String json() {
    return QuaestorJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
  }
}
