package dev.quaestor.tools.verdicts;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.tools.verdicts.Corpus.Label;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Judges labelled items and counts. No indicator is loaded from the collections: a list that is
 * asked for its own entries scores itself. That the list of popular sites is shipped costs nothing
 * here either, because it only says of unsuspicious sites that nothing was found.
 */
final class Scoring {
  private static final int LARGEST_LIST = 64 * 1024 * 1024;

  private final Judge judge = new Judge(AnalysisSettings.none());
  private final Map<String, ScoreRow> rows = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final Consumer<String> progress;
  private int unread;
  private int mails;
  private long mailNanos;

  Scoring(Consumer<String> progress) {
    this.progress = progress;
  }

  VerdictScores run(Path folder) throws IOException {
    for (var corpus : Corpus.ALL) {
      var files = files(folder, corpus.file());
      if (files.isEmpty()) {
        missing.add(corpus.name() + " (" + corpus.file() + ")");
      }
      for (var file : files) {
        progress.accept("judging " + folder.relativize(file));
        read(corpus, file);
      }
    }
    return new VerdictScores(
        List.copyOf(rows.values()), List.copyOf(missing), unread, mails, mailNanos / 1e9);
  }

  private static List<Path> files(Path folder, String pattern) throws IOException {
    var slash = pattern.lastIndexOf('/');
    var inside = folder.resolve(pattern.substring(0, slash));
    if (!Files.isDirectory(inside)) {
      return List.of();
    }
    try (var found = Files.newDirectoryStream(inside, pattern.substring(slash + 1))) {
      var files = new ArrayList<Path>();
      found.forEach(files::add);
      return files.stream().sorted().toList();
    }
  }

  private void read(Corpus corpus, Path file) throws IOException {
    if (file.toString().endsWith(".json")) {
      list(corpus, file);
      return;
    }
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      Lines.read(
          in,
          new Lines.Taker() {
            @Override
            public void line(int number, String text) {
              judge(corpus, number, text);
            }

            @Override
            public void tooLong(int number) {
              unread++;
            }
          });
    }
  }

  private void list(Corpus corpus, Path file) throws IOException {
    if (Files.size(file) > LARGEST_LIST) {
      missing.add(corpus.name() + " (too large)");
      return;
    }
    var number = 0;
    for (var entry : QuaestorJson.mapper().readTree(Files.readAllBytes(file)).path("list")) {
      var counting = new Counting(corpus, corpus.name(), true, ++number);
      JsonLine.host(corpus.name(), entry.asString(""), counting);
    }
  }

  private void judge(Corpus corpus, int number, String line) {
    JsonNode node;
    try {
      node = QuaestorJson.mapper().readTree(line);
    } catch (JacksonException broken) {
      unread++;
      return;
    }
    var harmless =
        corpus.label() == Label.HARMLESS
            || (corpus.label() == Label.BY_LINE && node.path("label").asString("").equals("ham"));
    var started = System.nanoTime();
    JsonLine.read(corpus.name(), line, new Counting(corpus, part(corpus, node), harmless, number));
    if (corpus.kind() == Corpus.Kind.MAIL) {
      mails++;
      mailNanos += System.nanoTime() - started;
    }
  }

  /** What the collection itself calls the item. */
  private static String part(Corpus corpus, JsonNode node) {
    return switch (corpus.kind()) {
      case MAIL -> {
        var hard = node.path("group").asString("").startsWith("hard");
        yield node.path("label").asString("mail") + (hard ? " (hard)" : "");
      }
      case HOST -> node.path("type").asString("host");
    };
  }

  private final class Counting implements Items {
    private final Corpus corpus;
    private final String part;
    private final boolean harmless;
    private final int number;

    Counting(Corpus corpus, String part, boolean harmless, int number) {
      this.corpus = corpus;
      this.part = part;
      this.harmless = harmless;
      this.number = number;
    }

    @Override
    public void read(String name, List<Evidence> evidence) {
      var verdict = judge.judge(name, evidence).verdict();
      count("all", verdict);
      count(number % 2 == 1 ? "A" : "B", verdict);
    }

    @Override
    public void unread(String name, String why) {
      unread++;
    }

    private void count(String half, Verdict verdict) {
      rows.computeIfAbsent(
              corpus.name() + "/" + part + "/" + half,
              key -> new ScoreRow(corpus.name(), part, half, corpus.kind(), harmless, new Score()))
          .score()
          .add(verdict);
    }
  }
}
