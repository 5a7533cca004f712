package dev.quaestor.tools.verdicts;

import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.QuaestorJson;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows judgements, to a person or to a machine. */
final class VerdictOutput {
  private static final int MOST_PIECES = 20;

  private final Console console;
  private final boolean json;

  VerdictOutput(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  void print(Judgement judgement) {
    if (json) {
      console.json(QuaestorJson.mapper().writeValueAsString(object(judgement)));
      return;
    }
    console.line(
        "{}  {}", Console.word(judgement.verdict().name()), Console.strong(judgement.name()));
    var pieces =
        judgement.evidence().stream()
            .sorted(Comparator.comparing(Assessment::verdict).reversed())
            .toList();
    // What is named comes first, what it led to only when it says something.
    var shown =
        pieces.stream()
            .filter(a -> a.evidence().depth() == 0 || weighs(a))
            .limit(MOST_PIECES)
            .toList();
    shown.forEach(this::piece);
    if (pieces.size() > shown.size()) {
      console.line("  {}", Console.dim("and %d more".formatted(pieces.size() - shown.size())));
    }
  }

  void unread(String name, String why) {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("error", why);
      console.json(QuaestorJson.mapper().writeValueAsString(object));
    }
    console.complain("{}: {}", Console.bad(name), why);
  }

  private void piece(Assessment piece) {
    console.line(
        "  {}  {}",
        Console.word(piece.verdict().name()),
        Excerpt.of(piece.evidence().entity().label(), 300));
    for (var finding : sorted(piece.reasons())) {
      console.line(
          "    {}  {}  {}  {}",
          "%5s".formatted(weight(finding)),
          finding.source(),
          finding.code(),
          finding.sentence());
    }
  }

  private static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparingInt(Finding::weight).reversed()).toList();
  }

  private static boolean weighs(Assessment piece) {
    return piece.reasons().stream().anyMatch(f -> f.weight() != 0);
  }

  private static String weight(Finding finding) {
    return switch (finding.effect()) {
      case WEIGHS -> "%+d".formatted(finding.weight());
      case CLEARS -> "allow";
      case CONVICTS -> "block";
      case INCONCLUSIVE -> "?";
      case BLIND -> "blind";
    };
  }

  private static Map<String, Object> object(Judgement judgement) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", judgement.name());
    object.put("verdict", judgement.verdict());
    object.put("evidence", judgement.evidence().stream().map(VerdictOutput::object).toList());
    return object;
  }

  private static Map<String, Object> object(Assessment piece) {
    Map<String, Object> object = new LinkedHashMap<>();
    var entity = piece.evidence().entity();
    object.put("kind", entity.kind());
    object.put("entityKey", entity.key().value());
    object.put("label", entity.label());
    object.put("verdict", piece.verdict());
    object.put("depth", piece.evidence().depth());
    object.put("findings", sorted(piece.reasons()));
    return object;
  }
}
