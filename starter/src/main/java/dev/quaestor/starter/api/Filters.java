package dev.quaestor.starter.api;

import dev.quaestor.starter.intake.json.Times;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.Listing.Mark;
import dev.quaestor.starter.ledger.Page;
import dev.quaestor.starter.policy.Durations;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Query parameters. */
final class Filters {
  private static final int LONGEST = 500;

  private static final int LAST_PAGE = 1_000_000;

  /** Behind so many, a list that may be very long is read on by its cursor alone. */
  private static final int NUMBERED = 20;

  private Filters() {}

  /** Which page; refused where no list has one. */
  static int page(int given) {
    return (int) number("page", given, 0, LAST_PAGE);
  }

  /** How many to a page; a wish that is not met is refused and not cut. */
  static int size(int given) {
    return (int) number("size", given, 1, Page.MAX_SIZE);
  }

  /** A number between two others, both included. */
  static long number(String name, long given, long least, long most) {
    if (given < least || given > most) {
      throw new ProblemException(
          ApiProblem.badField(name, "must be %d to %d".formatted(least, most)));
    }
    return given;
  }

  /**
   * A moment that every database can hold, or how long ago it was, as {@code 7d}; null when none
   * was given.
   */
  static @Nullable Instant instant(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      var ago = Durations.parse(text);
      var time = ago.isPresent() ? Instant.now().minus(ago.get()) : Instant.parse(text.strip());
      if (!time.isBefore(Instant.EPOCH) && !time.isAfter(Times.LAST)) {
        return time;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Said below.
    }
    throw new ProblemException(
        ApiProblem.badField(
            name,
            "must be a time such as 2026-03-01T10:00:00Z, in the years 1970 to 9999, or a time span"
                + " such as 7d"));
  }

  /**
   * Which part of a list that may be very long; a cursor goes with no page number. The further back
   * a numbered page is, the more is read for nothing, so there are few of them.
   *
   * @param isThere whether the list knows an id: behind any other there would be nothing, which a
   *     caller takes for the end of the list
   */
  static Listing listing(
      Listing.@Nullable Sort sort,
      @Nullable String since,
      @Nullable String until,
      @Nullable String cursor,
      @Nullable Integer page,
      int size,
      Predicate<String> isThere) {
    if (cursor != null && page != null) {
      throw new ProblemException(ApiProblem.badField("page", "must be omitted if cursor is given"));
    }
    @Nullable Mark mark = cursor == null ? null : mark(cursor, isThere);
    return new Listing(
        sort,
        instant("since", since),
        instant("until", until),
        mark == null ? null : mark.from(),
        mark == null ? null : mark.asOf(),
        page == null ? 0 : numbered(page),
        size(size));
  }

  private static int numbered(int page) {
    if (page < 0 || page >= NUMBERED) {
      throw new ProblemException(
          ApiProblem.badField(
              "page",
              "must be 0 to %d; beyond that, pass nextCursor as cursor".formatted(NUMBERED - 1)));
    }
    return page;
  }

  /** An order that this list does not have would be another one unsaid. */
  static Listing.@Nullable Sort sort(Listing.@Nullable Sort wanted, Set<Listing.Sort> known) {
    if (wanted != null && !known.contains(wanted)) {
      throw new ProblemException(
          ApiProblem.badField(
              "sort", ApiTexts.mustBe(known.stream().sorted().map(Listing.Sort::word).toList())));
    }
    return wanted;
  }

  private static Mark mark(String cursor, Predicate<String> isThere) {
    return Listing.markOf(cursor)
        .filter(mark -> isThere.test(mark.from().id()))
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.badField(
                        "cursor",
                        "must be the nextCursor or previousCursor of an earlier answer of this list")));
  }

  /** Any of these; none given lets all pass. */
  static <T> List<T> any(@Nullable List<T> given) {
    return given == null ? List.of() : given.stream().distinct().toList();
  }

  /** A word to look for; an empty one lets all pass. */
  static @Nullable String text(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    return Excerpt.head(Storable.of(given.strip()), LONGEST);
  }
}
