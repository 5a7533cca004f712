package dev.quaestor.tools.verdicts;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.tools.verdicts.Corpus.Kind;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What came of it.
 *
 * @param missing collections that were not there
 * @param unread items that could not be read, or name nothing to judge
 */
record VerdictScores(
    List<ScoreRow> rows, List<String> missing, int unread, int mails, double mailSeconds) {

  /** Rspamd's figures, as measured once by hand; nothing here measures them again. */
  private static final String BASELINE =
      "Rspamd 3.4 without network modules, on 388 messages (88 spam) of the same SpamAssassin half:";

  private static final List<Baseline> RSPAMD =
      List.of(new Baseline(6, 0.76, 0.55, 0.05), new Baseline(8, 0.95, 0.44, 0.007));

  /** What another program reached from one score on. */
  private record Baseline(int from, double precision, double recall, double falsePositives) {}

  /** The figures of a group of rows. */
  private record Summary(String name, Score harmless, Score unwanted) {
    double precision(ToIntFunction<Score> count) {
      return Score.precision(count.applyAsInt(unwanted), count.applyAsInt(harmless));
    }

    Map<String, Object> object() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("harmless", harmless.items());
      object.put("unwanted", unwanted.items());
      object.put("malicious", figures(Score::malicious));
      object.put("suspiciousOrWorse", figures(Score::suspiciousOrWorse));
      return object;
    }

    private Map<String, Object> figures(ToIntFunction<Score> count) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("truePositives", count.applyAsInt(unwanted));
      figures.put("falsePositives", count.applyAsInt(harmless));
      put(figures, "precision", precision(count));
      put(figures, "recall", unwanted.share(count.applyAsInt(unwanted)));
      put(figures, "falsePositiveRate", harmless.share(count.applyAsInt(harmless)));
      return figures;
    }

    private static void put(Map<String, Object> figures, String name, double value) {
      if (!Double.isNaN(value)) {
        figures.put(name, Math.round(value * 10_000) / 10_000.0);
      }
    }
  }

  double mailsPerSecond() {
    return mailSeconds == 0 ? 0 : mails / mailSeconds;
  }

  void print(Console console) {
    var parts = new Table().text("collection").whole("half").whole("items");
    parts.whole("malicious").whole("suspicious or worse");
    for (var row : rows) {
      var score = row.score();
      parts.row(
          row.corpus() + " " + row.part() + (row.harmless() ? ", harmless" : ", unwanted"),
          row.half(),
          Integer.toString(score.items()),
          counted(score, score.malicious()),
          counted(score, score.suspiciousOrWorse()));
    }
    console.print(parts);
    console.line("");
    var sums = new Table().text("together").whole("half").whole("verdict").whole("precision");
    sums.whole("recall").whole("false positives");
    for (var half : List.of("all", "A", "B")) {
      for (var summary : summaries(half)) {
        row(sums, summary, half, "malicious", Score::malicious);
        row(sums, summary, half, "suspicious or worse", Score::suspiciousOrWorse);
      }
    }
    console.print(sums);
    console.line("");
    console.line(BASELINE);
    for (var b : RSPAMD) {
      console.line(
          "  score {} and more: precision {}, recall {}, false positives {}",
          Integer.toString(b.from()),
          figure(b.precision()),
          figure(b.recall()),
          percent(b.falsePositives()));
    }
    console.line(
        "{} mails a second, one at a time. Items that name nothing to judge: {}.",
        String.format(Locale.ROOT, "%.0f", mailsPerSecond()),
        Integer.toString(unread));
    console.line(
        "Spam counts as unwanted: Suspicious is right for it. Halves: odd and even lines.");
    missing.forEach(m -> console.line("{} {}", Console.warning("Missing:"), m));
  }

  String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    var parts = new ArrayList<Map<String, Object>>();
    for (var row : rows) {
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("collection", row.corpus());
      part.put("part", row.part());
      part.put("half", row.half());
      part.put("harmless", row.harmless());
      part.put("items", row.score().items());
      part.put("malicious", row.score().malicious());
      part.put("suspiciousOrWorse", row.score().suspiciousOrWorse());
      parts.add(part);
    }
    object.put("parts", parts);
    Map<String, Object> halves = new LinkedHashMap<>();
    for (var half : List.of("all", "A", "B")) {
      halves.put(half, summaries(half).stream().map(Summary::object).toList());
    }
    object.put("together", halves);
    object.put("rspamd", Map.of("measuredOn", BASELINE, "from", RSPAMD));
    object.put("mailsPerSecond", Math.round(mailsPerSecond()));
    object.put("unread", unread);
    object.put("missing", missing);
    return QuaestorJson.mapper().writeValueAsString(object);
  }

  private List<Summary> summaries(String half) {
    var summaries = new ArrayList<Summary>();
    add(summaries, "SpamAssassin", half, row -> row.corpus().equals("SpamAssassin"));
    add(summaries, "all mails", half, row -> row.kind() == Kind.MAIL);
    add(
        summaries,
        "hosts by name",
        half,
        row ->
            row.kind() == Kind.HOST && !row.part().startsWith("ip") && !row.part().equals("url"));
    add(summaries, "all hosts", half, row -> row.kind() == Kind.HOST);
    return summaries;
  }

  private void add(List<Summary> summaries, String name, String half, Predicate<ScoreRow> of) {
    var harmless = new Score();
    var unwanted = new Score();
    rows.stream()
        .filter(row -> row.half().equals(half) && of.test(row))
        .forEach(row -> (row.harmless() ? harmless : unwanted).add(row.score()));
    if (harmless.items() + unwanted.items() > 0) {
      summaries.add(new Summary(name, harmless, unwanted));
    }
  }

  private static void row(
      Table table, Summary summary, String half, String verdict, ToIntFunction<Score> count) {
    table.row(
        summary.name(),
        half,
        verdict,
        figure(summary.precision(count)),
        figure(summary.unwanted().share(count.applyAsInt(summary.unwanted()))),
        percent(summary.harmless().share(count.applyAsInt(summary.harmless()))));
  }

  private static String counted(Score score, int part) {
    return part + " (" + percent(score.share(part)) + ")";
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
