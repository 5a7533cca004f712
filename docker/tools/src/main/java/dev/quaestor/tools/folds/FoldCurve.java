package dev.quaestor.tools.folds;

import dev.quaestor.investigation.LargeCase;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** What cases of several sizes cost. */
record FoldCurve(List<Point> points) {
  private static final int WARM_UPS = 10;
  private static final int SMALL = 250;

  /**
   * One case.
   *
   * @param folds with what is shown between them
   * @param cpu milliseconds in all
   * @param dearest milliseconds of the one that took longest
   * @param name which that was
   */
  record Point(int pieces, int actions, int folds, double cpu, double dearest, String name) {}

  /**
   * Walks them, after some small ones that nobody counts.
   *
   * @param sizes of cases with as many actions as pieces
   * @param watching the size of one without any
   */
  static FoldCurve of(List<Integer> sizes, int watching) {
    for (var i = 0; i < WARM_UPS; i++) {
      LargeCase.walk(SMALL, true, new FoldCost());
    }
    var points = new ArrayList<Point>();
    sizes.forEach(size -> points.add(point(size, true)));
    points.add(point(watching, false));
    return new FoldCurve(List.copyOf(points));
  }

  private static Point point(int size, boolean acts) {
    var cost = new FoldCost();
    return cost.of(LargeCase.walk(size, acts, cost));
  }

  void print(Console console) {
    var table = new Table().whole("pieces").whole("actions").whole("folds").whole("CPU ms");
    table.whole("µs a fold").whole("dearest ms").text("which");
    for (var p : points) {
      table.row(
          Integer.toString(p.pieces()),
          Integer.toString(p.actions()),
          Integer.toString(p.folds()),
          "%.0f".formatted(p.cpu()),
          "%.0f".formatted(1000 * p.cpu() / p.folds()),
          "%.1f".formatted(p.dearest()),
          p.name());
    }
    console.print(table);
  }
}
