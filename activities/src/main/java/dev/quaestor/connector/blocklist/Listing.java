package dev.quaestor.connector.blocklist;

import com.google.re2j.Pattern;
import dev.quaestor.text.Sha256;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the file. Every line that is not ours, an edited one of ours included, stays as it
 * is to its last byte.
 *
 * @param remark what begins a remark
 */
record Listing(List<Line> lines, char remark) {
  private static final String MARK = "quaestor";
  private static final String FOR_EVER = "never";
  private static final int SUM = 16;

  /** As it comes behind the rule and the blank before the remark. */
  private static final Pattern OURS =
      Pattern.compile(MARK + " ([A-Za-z0-9._:-]{1,200}) (never|[0-9TZ:.-]{20,30}) ([0-9a-f]{16})");

  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9._:-]{1,200}");

  Listing {
    lines = List.copyOf(lines);
  }

  /** One line without its end. */
  sealed interface Line {
    String text();
  }

  /** Of somebody else. */
  record Foreign(String text, boolean edited) implements Line {}

  /**
   * Of ours, as it was written.
   *
   * @param until null for ever
   */
  record Block(String text, String rule, String actionId, @Nullable Instant until) implements Line {
    boolean isLapsed(Instant now) {
      return until != null && !until.isAfter(now);
    }
  }

  static Listing of(String text, char remark) {
    var lines = new ArrayList<Line>();
    for (int from = 0; from < text.length(); ) {
      var end = text.indexOf('\n', from);
      var until = end < 0 ? text.length() : end;
      lines.add(line(text.substring(from, until), remark));
      from = until + 1;
    }
    return new Listing(lines, remark);
  }

  private static Line line(String text, char remark) {
    var at = text.lastIndexOf(" " + remark + " " + MARK + " ");
    return at < 0
        ? new Foreign(text, false)
        : block(text, remark).<Line>map(one -> one).orElseGet(() -> new Foreign(text, true));
  }

  /** A line of ours, untouched. */
  static Optional<Block> block(String text, char remark) {
    var at = text.lastIndexOf(" " + remark + " " + MARK + " ");
    var ours = OURS.matcher(at < 0 ? "" : text.substring(at + 3));
    if (!ours.matches()) {
      return Optional.empty();
    }
    var rule = text.substring(0, at);
    var sum = sum(rule, ours.group(1), ours.group(2));
    try {
      return sum.equals(ours.group(3))
          ? Optional.of(
              new Block(
                  text,
                  rule,
                  ours.group(1),
                  ours.group(2).equals(FOR_EVER) ? null : Instant.parse(ours.group(2))))
          : Optional.empty();
    } catch (DateTimeException edited) {
      return Optional.empty();
    }
  }

  private static String sum(String rule, String actionId, String until) {
    return Sha256.of(String.join("\n", rule, actionId, until)).substring(0, SUM);
  }

  /** Whether an action's id can stand in a line. */
  static boolean isAction(String id) {
    return ACTION.matches(id);
  }

  static Block written(String rule, char remark, String actionId, @Nullable Instant until) {
    var end = until == null ? FOR_EVER : until.toString();
    var text =
        "%s %s %s %s %s %s".formatted(rule, remark, MARK, actionId, end, sum(rule, actionId, end));
    return new Block(text, rule, actionId, until);
  }

  private List<Block> blocks() {
    return lines.stream().filter(Block.class::isInstance).map(Block.class::cast).toList();
  }

  /** The last of ours that says so, lapsed or not. */
  Optional<Block> of(String rule) {
    return blocks().stream().filter(one -> one.rule().equals(rule)).reduce((a, b) -> b);
  }

  boolean anyLapsed(Instant now) {
    return blocks().stream().anyMatch(one -> one.isLapsed(now));
  }

  Listing withoutLapsed(Instant now) {
    return keeping(line -> !(line instanceof Block one && one.isLapsed(now)));
  }

  Listing without(String rule) {
    return keeping(line -> !(line instanceof Block one && one.rule().equals(rule)));
  }

  private Listing keeping(Predicate<Line> kept) {
    return new Listing(lines.stream().filter(kept).toList(), remark);
  }

  Listing with(Block one) {
    var more = new ArrayList<Line>(without(one.rule()).lines());
    more.add(one);
    return new Listing(more, remark);
  }

  /** The numbers of those lines of ours that somebody has edited, as a sentence's part. */
  Optional<String> edited() {
    var numbers =
        IntStream.range(0, lines.size())
            .filter(n -> lines.get(n) instanceof Foreign foreign && foreign.edited())
            .limit(5)
            .mapToObj(n -> String.valueOf(n + 1))
            .collect(Collectors.joining(", "));
    return numbers.isEmpty() ? Optional.empty() : Optional.of("line " + numbers);
  }

  String text() {
    return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
  }
}
