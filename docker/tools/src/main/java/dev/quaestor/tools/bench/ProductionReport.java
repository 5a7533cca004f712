package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.wire.QuaestorJson;
import java.util.Map;

/**
 * The same measured with one worker and with two.
 *
 * @param memoryMib of each process after it
 */
record ProductionReport(
    BenchReport oneWorker, BenchReport twoWorkers, Map<String, Long> memoryMib) {

  void print(Console console) {
    console.line("");
    console.line("{}", Console.strong("One worker"));
    oneWorker.print(console);
    console.line("");
    console.line("{}", Console.strong("Two workers"));
    twoWorkers.print(console);
    console.line("");
    var table = new Table().text("process").whole("MiB");
    memoryMib.forEach((name, mib) -> table.row(name, Long.toString(mib)));
    console.print(table);
    console.line(
        "{}",
        Console.dim(
            "The memory of PostgreSQL is that of Temporal's databases and of the ledger; start-up"
                + " is the starter's. The lab and the callers run in the JVM of the bench, on the"
                + " same processors."));
  }

  String json() {
    var mapper = QuaestorJson.mapper();
    var json = mapper.createObjectNode();
    json.set("oneWorker", mapper.readTree(oneWorker.json()));
    json.set("twoWorkers", mapper.readTree(twoWorkers.json()));
    json.set("memoryMiB", mapper.valueToTree(memoryMib));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
