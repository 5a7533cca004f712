package dev.quaestor.starter.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Rows under headings, made to fit: when they are too wide, the columns that may be cut share what
 * is left. Cells are escaped like every part that a {@link Console} prints.
 */
public final class Table {
  private static final int GAP = 2;
  private static final int NARROWEST = 8;

  /** A column; an id is {@code whole}, because a cut one is of no use. */
  private record Column(String heading, boolean whole) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Console.Styled>> rows = new ArrayList<>();

  /** A column that is never cut. */
  public Table whole(String heading) {
    columns.add(new Column(heading, true));
    return this;
  }

  /** A column that gives way when the row is too wide. */
  public Table text(String heading) {
    columns.add(new Column(heading, false));
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column: a {@link Console.Styled}, or anything as its plain text
   */
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    var row = new ArrayList<Console.Styled>();
    for (var cell : cells) {
      var styled =
          cell instanceof Console.Styled s
              ? s
              : new Console.Styled(Console.Style.PLAIN, String.valueOf(cell));
      row.add(new Console.Styled(styled.style(), TerminalText.escape(styled.text())));
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Whether nothing of it has to be cut. */
  public boolean fits(int available) {
    return excess(natural(), available) <= 0;
  }

  List<String> lines(int width, BiFunction<Console.Style, String, String> paint) {
    var widths = widths(width);
    var lines = new ArrayList<String>();
    lines.add(
        line(
            columns.stream().map(c -> new Console.Styled(Console.Style.DIM, c.heading())).toList(),
            widths,
            paint));
    rows.forEach(row -> lines.add(line(row, widths, paint)));
    return lines;
  }

  private String line(
      List<Console.Styled> cells, int[] widths, BiFunction<Console.Style, String, String> paint) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      var cell = cells.get(i);
      var last = i == widths.length - 1;
      var text = columns.get(i).whole() ? cell.text() : TerminalText.cut(cell.text(), widths[i]);
      line.append(paint.apply(cell.style(), text));
      if (!last) {
        line.append(" ".repeat(Math.max(0, widths[i] - TerminalText.width(text)) + GAP));
      }
    }
    return line.toString().stripTrailing();
  }

  private int[] natural() {
    var widths = new int[columns.size()];
    for (var i = 0; i < widths.length; i++) {
      widths[i] = TerminalText.width(columns.get(i).heading());
      for (var row : rows) {
        widths[i] = Math.max(widths[i], TerminalText.width(row.get(i).text()));
      }
    }
    return widths;
  }

  private static long excess(int[] widths, int available) {
    return GAP * (widths.length - 1L) - available + Arrays.stream(widths).asLongStream().sum();
  }

  private int[] widths(int available) {
    var widths = natural();
    var excess = excess(widths, available);
    while (excess > 0) {
      var widest = widestThatGivesWay(widths);
      if (widest < 0) {
        break;
      }
      widths[widest]--;
      excess--;
    }
    return widths;
  }

  private int widestThatGivesWay(int[] widths) {
    var widest = -1;
    for (var i = 0; i < widths.length; i++) {
      if (!columns.get(i).whole()
          && widths[i] > NARROWEST
          && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }
}
