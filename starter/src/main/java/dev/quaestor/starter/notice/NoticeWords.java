package dev.quaestor.starter.notice;

import dev.quaestor.alert.Severity;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.ActionTold;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what happened, why, and what comes of it when nobody does anything. */
final class NoticeWords {
  private static final int MOST_PARTS = 20;
  private static final int MOST_REASONS = 3;
  private static final int LONGEST_SUMMARY = 120;
  private static final String LAST =
      "Times are in UTC. The link only shows; nothing is decided by it.";

  private final PublicAddress page;

  NoticeWords(PublicAddress page) {
    this.page = page;
  }

  /** What shows that a receiver can be reached, and asks nobody for anything. */
  Notice test(String receiver, String by, Instant now) {
    return new Notice(
        "test-" + UUID.randomUUID(),
        "test-" + receiver,
        now,
        "Test notice from Quaestor",
        List.of(
            new Notice.Part(
                "This is a test",
                List.of(
                    new Notice.Line("Sent by", Plain.line(by)),
                    new Notice.Line("To", "the receiver " + receiver)))),
        page.overview(),
        "See how Quaestor is",
        "Nothing waits for you because of it.");
  }

  /**
   * A matter with what the ledger now says of it.
   *
   * @param action null where it is about the investigation
   */
  record Known(Matter matter, @Nullable ActionRow action, @Nullable ActionTold told) {}

  /**
   * @param id of the first event that is told
   * @param matters at least one, all of one investigation or of one order
   * @param ofCase null for an order outside any
   */
  Notice notice(String id, List<Known> matters, @Nullable CaseRow ofCase, Instant now) {
    var parts = new ArrayList<Notice.Part>();
    matters.stream().limit(MOST_PARTS).map(m -> part(m, ofCase)).forEach(parts::add);
    if (matters.size() > MOST_PARTS) {
      parts.add(
          new Notice.Part(
              "and %d more, on the page".formatted(matters.size() - MOST_PARTS), List.of()));
    }
    @Nullable ActionRow only = matters.size() == 1 ? matters.getFirst().action() : null;
    var first = matters.stream().map(Known::action).filter(Objects::nonNull).findFirst();
    var link =
        only != null
            ? page.action(only.actionId())
            : ofCase != null
                ? page.investigation(ofCase.investigationId())
                : page.action(first.orElseThrow().actionId());
    return new Notice(
        id,
        ofCase != null ? ofCase.investigationId() : first.orElseThrow().actionId(),
        now,
        subject(matters, ofCase, now),
        parts,
        link,
        only != null ? "Show the action" : "Show the investigation",
        LAST);
  }

  private static String subject(List<Known> matters, @Nullable CaseRow ofCase, Instant now) {
    var what = matters.size() == 1 ? one(matters.getFirst(), ofCase) : several(matters, ofCase);
    var facts =
        Stream.of(
                ofCase == null ? null : severity(ofCase.severity()),
                matters.stream()
                    .filter(m -> m.matter().how() == Matter.How.WAITS)
                    .map(m -> Objects.requireNonNull(m.action()).decision().expiresAt())
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .map(at -> left(now, at))
                    .orElse(null))
            .filter(Objects::nonNull)
            .toList();
    return facts.isEmpty() ? what : "%s (%s)".formatted(what, String.join(", ", facts));
  }

  private static String one(Known known, @Nullable CaseRow ofCase) {
    var matter = known.matter();
    var action = known.action() == null ? "" : summary(known.action());
    return switch (matter.how()) {
      case WAITS ->
          switch (matter.occasion()) {
            case REMINDER -> action + " still waits for a decision";
            case ESCALATION -> action + " still waits, and nobody has decided";
            case PENDING, EXPIRY, FAILURE, ATTENTION -> action + " waits for a decision";
          };
      case EXPIRED -> action + " was not decided in time and is not done";
      case FAILED -> action + " failed";
      case IN_PART -> action + " was done in part only";
      case NOT_KNOWN -> action + " may or may not have been done";
      case UNDO_FAILED -> action + " could not be undone";
      case UNDO_IN_PART -> action + " was undone in part only";
      case UNDO_NOT_KNOWN -> action + " may or may not have been undone";
      case ENDED -> "%s needs attention".formatted(title(ofCase));
    };
  }

  private static String several(List<Known> matters, @Nullable CaseRow ofCase) {
    Map<Occasion, Integer> counts = new EnumMap<>(Occasion.class);
    matters.forEach(m -> counts.merge(m.matter().occasion(), 1, Integer::sum));
    var said = new ArrayList<String>();
    counts.forEach((occasion, n) -> said.add(counted(occasion, n)));
    var all = Listed.of(said);
    return ofCase == null ? all : "%s: %s".formatted(title(ofCase), all);
  }

  private static String counted(Occasion occasion, int n) {
    return switch (occasion) {
      case PENDING -> Counted.of(n, "action waits for a decision", "actions wait for a decision");
      case REMINDER ->
          Counted.of(n, "action still waits for a decision", "actions still wait for a decision");
      case ESCALATION ->
          Counted.of(
              n,
              "action still waits, and nobody has decided",
              "actions still wait, and nobody has decided");
      case EXPIRY ->
          Counted.of(n, "action was not decided in time", "actions were not decided in time");
      case FAILURE -> Counted.of(n, "action did not fully work", "actions did not fully work");
      case ATTENTION -> "the investigation needs attention";
    };
  }

  private static Notice.Part part(Known known, @Nullable CaseRow ofCase) {
    var lines = new ArrayList<Notice.Line>();
    var matter = known.matter();
    var row = known.action();
    if (row == null) {
      line(lines, "What happened", matter.said());
      return new Notice.Part(one(known, ofCase), lines);
    }
    var told = known.told();
    if (told != null) {
      line(lines, "Action", told.summary());
    }
    line(lines, "What happened", matter.said());
    if (ofCase != null) {
      line(lines, "Investigation", ofCase.title());
    }
    if (matter.occasion() == Occasion.ESCALATION) {
      line(lines, "For", String.join(", ", matter.to()));
    }
    line(lines, "Why", row.plan().because());
    var asked = told == null ? null : told.pending();
    if (asked != null && matter.how() == Matter.How.WAITS) {
      asked.reasons().stream().limit(MOST_REASONS).forEach(r -> line(lines, "Found", reason(r)));
      line(lines, "Done by", asked.connector());
      line(lines, "Undo", asked.undo().sentence());
      line(lines, "Who may decide", asked.whoMayDecide());
      line(lines, "If nobody answers", asked.ifNobodyAnswers());
    }
    return new Notice.Part(one(known, ofCase), lines);
  }

  private static String reason(PendingAction.Reason reason) {
    return "%s: %s (%s)".formatted(reason.on(), reason.sentence(), reason.source());
  }

  private static void line(List<Notice.Line> lines, String label, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      lines.add(new Notice.Line(label, Plain.line(text)));
    }
  }

  private static String summary(ActionRow row) {
    // As a subject of a sentence it has no colon.
    var title = row.type().title();
    var said = row.summary();
    return Plain.line(
        said.startsWith(title + ": ") ? title + said.substring(title.length() + 1) : said,
        LONGEST_SUMMARY);
  }

  private static String title(@Nullable CaseRow ofCase) {
    return ofCase == null ? "An order" : Plain.line(ofCase.title(), LONGEST_SUMMARY);
  }

  private static String severity(Severity severity) {
    var name = severity.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** {@code 6 d 23 h left}. */
  static String left(Instant now, Instant until) {
    var left = Duration.between(now, until);
    if (left.isNegative() || left.toMinutes() < 1) {
      return "less than a minute left";
    }
    return left.toDays() > 0
        ? parts(left.toDays(), "d", left.toHoursPart(), "h")
        : parts(left.toHours(), "h", left.toMinutesPart(), "min");
  }

  private static String parts(long large, String of, long small, String then) {
    var words =
        large == 0
            ? small + " " + then
            : small == 0 ? large + " " + of : "%d %s %d %s".formatted(large, of, small, then);
    return words + " left";
  }
}
