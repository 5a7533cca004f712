package dev.quaestor.starter.intake.json;

import java.util.Arrays;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;

/** A body of one JSON object a line, as logs have them and {@code application/x-ndjson} means. */
public final class JsonLines {
  private static final int MOST_LINES = 20_000;

  private JsonLines() {}

  /** Whether the first line is an object by itself, and another follows. */
  public static boolean isLines(byte[] body) {
    var start = skipBlank(body, 0);
    if (start >= body.length || body[start] != '{') {
      return false;
    }
    var end = endOfLine(body, start);
    var last = end - 1;
    while (last > start && body[last] <= ' ') {
      last--;
    }
    var next = skipBlank(body, end);
    return body[last] == '}' && last > start && next < body.length && body[next] == '{';
  }

  /** A byte order mark counts as blank. */
  private static int skipBlank(byte[] body, int from) {
    var at = from;
    while (at < body.length
        && (body[at] >= 0 && body[at] <= ' '
            || at < 3 && (body[at] & 0xff) >= 0xbb && (body[at] & 0xff) <= 0xef)) {
      at++;
    }
    return at;
  }

  private static int endOfLine(byte[] body, int from) {
    var at = from;
    while (at < body.length && body[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Hands over each line that is not blank, until one is refused. */
  public static void each(byte[] body, Problems problems, BiPredicate<JsonNode, String> taker) {
    var index = 0;
    var line = 0;
    for (int at = skipBlank(body, 0); at < body.length; ) {
      var end = endOfLine(body, at);
      line++;
      var text = Arrays.copyOfRange(body, at, end);
      at = end + 1;
      if (skipBlank(text, 0) >= text.length) {
        continue;
      }
      if (index == MOST_LINES) {
        problems.add("", "has more than " + MOST_LINES + " lines");
        return;
      }
      var inside = new Problems();
      var node = JsonBody.parse(text, inside);
      if (node == null) {
        problems.add(onLine(inside.all().getFirst(), index, line));
        return;
      }
      if (!taker.test(node, "[" + index + "]")) {
        return;
      }
      index++;
    }
  }

  /** Each line is parsed alone, as the first. */
  private static String inLine(String message, int line) {
    var first = "line 1,";
    return message.startsWith(first)
        ? "line " + line + message.substring(first.length() - 1)
        : message;
  }

  private static Problem onLine(Problem problem, int index, int line) {
    var message = inLine(problem.message(), line);
    return new Problem("[" + index + "]", message, line, problem.column());
  }
}
