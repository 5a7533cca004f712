package dev.quaestor.starter.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Two texts as a unified diff. Myers, <em>An O(ND) Difference Algorithm and Its Variations</em>
 * (1986), after what is equal at both ends is set aside. Pure and bounded: where there is too much
 * that differs to find the shortest way, all that lies between the ends counts as replaced.
 */
public final class TextDiff {
  private static final int CONTEXT = 3;
  private static final int MOST_DIFFERENCES = 2000;

  /** A line, and whether it is in both ({@code ' '}), only before or only after. */
  private record Line(char sign, String text) {}

  private TextDiff() {}

  /** Empty when the texts are the same. */
  public static String unified(String fromName, String toName, String from, String to) {
    if (from.equals(to)) {
      return "";
    }
    var lines = lines(from.lines().toList(), to.lines().toList());
    var diff = new StringBuilder("--- %s\n+++ %s\n".formatted(fromName, toName));
    int start = nextChange(lines, 0);
    while (start < lines.size()) {
      int end = start + 1;
      for (int next = nextChange(lines, end);
          next < lines.size() && next - end <= 2 * CONTEXT;
          next = nextChange(lines, end)) {
        end = next + 1;
      }
      hunk(diff, lines, Math.max(0, start - CONTEXT), Math.min(lines.size(), end + CONTEXT));
      start = nextChange(lines, end);
    }
    return diff.toString();
  }

  private static int nextChange(List<Line> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  private static void hunk(StringBuilder diff, List<Line> lines, int start, int end) {
    var before = lines.subList(0, start);
    var here = lines.subList(start, end);
    diff.append("@@ -%s +%s @@\n".formatted(range(before, here, '+'), range(before, here, '-')));
    here.forEach(l -> diff.append(l.sign()).append(l.text()).append('\n'));
  }

  private static String range(List<Line> before, List<Line> here, char not) {
    var first = before.stream().filter(l -> l.sign() != not).count();
    var length = here.stream().filter(l -> l.sign() != not).count();
    return (length == 0 ? first : first + 1) + (length == 1 ? "" : "," + length);
  }

  private static List<Line> lines(List<String> from, List<String> to) {
    int head = 0;
    while (head < Math.min(from.size(), to.size()) && from.get(head).equals(to.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(from.size(), to.size()) - head
        && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
      tail++;
    }
    var lines = new ArrayList<Line>();
    from.subList(0, head).forEach(l -> lines.add(new Line(' ', l)));
    lines.addAll(
        middle(from.subList(head, from.size() - tail), to.subList(head, to.size() - tail)));
    from.subList(from.size() - tail, from.size()).forEach(l -> lines.add(new Line(' ', l)));
    return lines;
  }

  private static List<Line> middle(List<String> from, List<String> to) {
    int n = from.size();
    int m = to.size();
    int most = Math.min(n + m, MOST_DIFFERENCES);
    var furthest = new int[2 * most + 3];
    var trace = new ArrayList<int[]>();
    for (int d = 0; d <= most; d++) {
      trace.add(Arrays.copyOfRange(furthest, most - d, most + d + 3));
      for (int k = -d; k <= d; k += 2) {
        int at = k + most + 1;
        int x =
            k == -d || (k != d && furthest[at - 1] < furthest[at + 1])
                ? furthest[at + 1]
                : furthest[at - 1] + 1;
        int y = x - k;
        while (x < n && y < m && from.get(x).equals(to.get(y))) {
          x++;
          y++;
        }
        furthest[at] = x;
        if (x >= n && y >= m) {
          return back(from, to, trace);
        }
      }
    }
    var replaced = new ArrayList<Line>();
    from.forEach(l -> replaced.add(new Line('-', l)));
    to.forEach(l -> replaced.add(new Line('+', l)));
    return replaced;
  }

  private static List<Line> back(List<String> from, List<String> to, List<int[]> trace) {
    var lines = new ArrayList<Line>();
    int x = from.size();
    int y = to.size();
    for (int d = trace.size() - 1; d >= 0; d--) {
      var furthest = trace.get(d);
      int k = x - y;
      // The copy begins at diagonal -d - 1.
      int at = k + d + 1;
      boolean down = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
      int fromX = down ? furthest[at + 1] : furthest[at - 1];
      int fromY = fromX - (down ? k + 1 : k - 1);
      while (x > fromX && y > fromY && x > 0 && y > 0) {
        lines.add(new Line(' ', from.get(--x)));
        y--;
      }
      if (d > 0) {
        lines.add(down ? new Line('+', to.get(fromY)) : new Line('-', from.get(fromX)));
      }
      x = fromX;
      y = fromY;
    }
    Collections.reverse(lines);
    return lines;
  }
}
