package dev.quaestor.starter.web;

import dev.quaestor.starter.view.HealthView;
import dev.quaestor.starter.view.OverviewView;
import dev.quaestor.starter.view.OverviewView.WeekView;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the work goes: what is broken first, five figures, the weeks, and how everything is that the
 * work stands on.
 */
record OverviewSheet(
    List<Trouble> broken, List<Figure> figures, Chart chart, List<Week> weeks, List<Part> health) {

  /** What is not well. */
  record Trouble(String tone, String sentence, @Nullable String since) {}

  /**
   * One figure.
   *
   * @param address where it is shown in full; null for nowhere
   */
  record Figure(String title, String value, String below, @Nullable String address) {}

  /** A week, for the table. */
  record Week(
      String name,
      long investigations,
      long automatic,
      long byPeople,
      String share,
      long undone,
      String toVerdict,
      String toDecide) {}

  /** A part of the house. */
  record Part(String name, Tag tag, String sentence) {}

  /**
   * The weeks as bars, in the units of the picture.
   *
   * @param label what the picture says to those who do not see it
   */
  record Chart(int width, List<Line> lines, List<Bar> bars, String label) {
    static final int HEIGHT = 172;

    /** A line of the scale. */
    record Line(int y, int right, String text) {}

    /** One week: what ran without asking, and above it what a person was asked. */
    record Bar(
        int x, int automaticY, int automatic, int peopleY, int people, int middle, String text) {}
  }

  private static final int LEFT = 34;
  private static final int FLOOR = 150;
  private static final int ROOM = 136;
  private static final int STEP = 44;
  private static final int WIDE = 28;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static OverviewSheet of(OverviewView overview, HealthView health, Moments moments) {
    return new OverviewSheet(
        health.parts().stream()
            .filter(
                p -> p.state() == HealthView.State.BROKEN || p.state() == HealthView.State.TROUBLED)
            .map(p -> trouble(p, moments))
            .toList(),
        figures(overview, moments),
        chart(overview.weeks()),
        overview.weeks().stream().map(OverviewSheet::week).toList(),
        health.parts().stream().map(OverviewSheet::part).toList());
  }

  private static Trouble trouble(HealthView.Part part, Moments moments) {
    Instant since = part.since();
    return new Trouble(
        part.state() == HealthView.State.BROKEN ? "bad" : "warn",
        part.sentence(),
        since == null ? null : "Since %s.".formatted(moments.at(since)));
  }

  private static Part part(HealthView.Part part) {
    return new Part(
        name(part.name()),
        switch (part.state()) {
          case BROKEN -> Tag.bad("Broken");
          case TROUBLED -> Tag.warn("Troubled");
          case NOT_KNOWN -> Tag.unknown("Not known");
          case WELL -> Tag.good("Well");
        },
        part.sentence());
  }

  /** {@code queue:remediation} as {@code Queue remediation}. */
  private static String name(String part) {
    var words = part.replace(":", " ");
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static List<Figure> figures(OverviewView overview, Moments moments) {
    var all = overview.weeks();
    var last = latest(all);
    var planned = all.stream().mapToLong(WeekView::planned).sum();
    var automatic = all.stream().mapToLong(WeekView::automatic).sum();
    var done = all.stream().mapToLong(WeekView::done).sum();
    var undone = all.stream().mapToLong(WeekView::undone).sum();
    var oldest = overview.oldestWaiting();
    return List.of(
        new Figure(
            "Waiting now",
            "%,d".formatted(overview.pending()),
            oldest == null
                ? "nothing waits"
                : "the longest for " + Moments.span(Duration.between(oldest, moments.now())),
            "/"),
        new Figure(
            "Alert to verdict, median",
            last == null ? "–" : time(last.toVerdict().medianSeconds()),
            last == null ? "no case yet" : nine(last.toVerdict().p90Seconds(), last),
            null),
        new Figure(
            "Asked to decided, median",
            last == null ? "–" : time(last.toDecide().medianSeconds()),
            last == null ? "no decision yet" : nine(last.toDecide().p90Seconds(), last),
            null),
        new Figure(
            "Done without asking",
            percent(automatic, planned),
            "%s of %s"
                .formatted("%,d".formatted(automatic), Counted.of(planned, "action", "actions")),
            null),
        new Figure(
            "Undone",
            percent(undone, done),
            "%s of %s".formatted("%,d".formatted(undone), Counted.of(done, "action", "actions")),
            "/history"));
  }

  /** The last week in which there was something. */
  private static @Nullable WeekView latest(List<WeekView> weeks) {
    return weeks.reversed().stream().filter(w -> w.investigations() > 0).findFirst().orElse(null);
  }

  private static String nine(@Nullable Long seconds, WeekView week) {
    return seconds == null
        ? "not known for the week of " + DAY.format(week.from())
        : "9 of 10 within %s, week of %s".formatted(time(seconds), DAY.format(week.from()));
  }

  static String time(@Nullable Long seconds) {
    if (seconds == null) {
      return "–";
    }
    return seconds < 60
        ? (seconds == 0 ? "under 1 s" : seconds + " s")
        : Moments.span(Duration.ofSeconds(seconds));
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "–" : "%.0f %%".formatted(100.0 * part / whole);
  }

  private static Week week(WeekView week) {
    return new Week(
        DAY.format(week.from()),
        week.investigations(),
        week.automatic(),
        week.planned() - week.automatic(),
        percent(week.automatic(), week.planned()),
        week.undone(),
        time(week.toVerdict().medianSeconds()),
        time(week.toDecide().medianSeconds()));
  }

  private static Chart chart(List<WeekView> weeks) {
    var most = weeks.stream().mapToLong(WeekView::planned).max().orElse(0);
    var scale = scale(most);
    var width = LEFT + Math.max(1, weeks.size()) * STEP + 8;
    var lines = new ArrayList<Chart.Line>();
    for (int i = 0; i <= 4; i++) {
      var value = scale * i / 4;
      lines.add(new Chart.Line(y(value, scale), width - 8, "%,d".formatted(value)));
    }
    var bars =
        IntStream.range(0, weeks.size())
            .mapToObj(
                i -> {
                  var week = weeks.get(i);
                  var x = LEFT + 8 + i * STEP;
                  var top = y(week.automatic(), scale);
                  var whole = y(week.planned(), scale);
                  return new Chart.Bar(
                      x,
                      top,
                      FLOOR - top,
                      whole,
                      top - whole,
                      x + WIDE / 2,
                      DAY.format(week.from()));
                })
            .toList();
    return new Chart(width, List.copyOf(lines), bars, label(weeks));
  }

  /** The next number that four lines divide evenly and that a person reads at once. */
  private static long scale(long most) {
    long step = 4;
    while (step < most) {
      step =
          Stream.of(step * 2, step * 5, step * 10)
              .filter(s -> s >= most)
              .findFirst()
              .orElse(step * 10);
    }
    return step;
  }

  private static int y(long value, long scale) {
    return FLOOR - (int) (ROOM * value / scale);
  }

  private static String label(List<WeekView> weeks) {
    if (weeks.isEmpty()) {
      return "Actions by week: there are none yet.";
    }
    var least = weeks.stream().mapToLong(WeekView::planned).min().orElse(0);
    var most = weeks.stream().mapToLong(WeekView::planned).max().orElse(0);
    return "Actions by week from %s to %s: between %,d and %,d a week. The table below has every figure."
        .formatted(
            DAY.format(weeks.getFirst().from()), DAY.format(weeks.getLast().from()), least, most);
  }
}
