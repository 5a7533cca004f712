package dev.quaestor.tools.chaos;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run did, and what did not agree afterwards.
 *
 * @param struck in their order
 * @param missing faults that were wanted and cannot be brought about here
 * @param stories how many of each
 * @param repeated how many calls had to be made again because a starter was away
 * @param restarts how often a process ended without being told to, as one does that starts where
 *     Temporal is away, and was started again
 * @param findings nothing, when all was kept
 */
record ChaosReport(
    Instant began,
    Duration took,
    String temporal,
    List<Fault> struck,
    List<Fault> missing,
    Map<Story, Integer> stories,
    int alerts,
    int decisions,
    int undos,
    int cases,
    int effects,
    int repeated,
    int restarts,
    List<String> findings) {

  boolean isClean() {
    return findings.isEmpty();
  }

  void print(Console console) {
    var table = new Table().text("what broke").whole("times");
    struck.stream()
        .collect(Collectors.groupingBy(f -> f, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> table.row(e.getKey().words(), Long.toString(e.getValue())));
    console.line("");
    console.print(table);
    missing.forEach(f -> console.line("Not possible here: {} ({}).", f.words(), f.needs()));
    console.line("");
    console.line(
        "On {}: alerts accepted {}, cases {}, decisions {}, undos {}, effects on machines {};"
            + " calls made again {}, processes started again {}; {} s.",
        temporal,
        Integer.toString(alerts),
        Integer.toString(cases),
        Integer.toString(decisions),
        Integer.toString(undos),
        Integer.toString(effects),
        Integer.toString(repeated),
        Integer.toString(restarts),
        Long.toString(took.toSeconds()));
    if (isClean()) {
      console.line(
          "Nothing was lost: every accepted alert is in exactly one case, every action had exactly"
              + " one effect, every decision one outcome; ledger, Temporal and lab agree, and nothing"
              + " is open without a reason.");
    } else {
      console.line("What does not agree ({}):", Integer.toString(findings.size()));
      findings.forEach(f -> console.line("  {}", f));
    }
  }
}
