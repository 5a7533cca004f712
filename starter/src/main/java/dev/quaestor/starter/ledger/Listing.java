package dev.quaestor.starter.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, and in which order.
 *
 * @param sort null for the list's own order
 * @param since what began then or later
 * @param until what began before
 * @param from where it goes on ({@link #markOf}), however many came in meanwhile; null for the
 *     front. An id that there is not shows nothing
 * @param asOf the moment whose order it is, where the order changes with time; null for now. It
 *     goes from page to page with the cursor, so that nothing slips past a reader in between
 * @param page from 0; of no meaning with {@code from}
 * @param size 1 to {@link Page#MAX_SIZE}; anything below means {@link Page#DEFAULT_SIZE}
 */
public record Listing(
    @Nullable Sort sort,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable From from,
    @Nullable Instant asOf,
    int page,
    int size) {
  private static final String ON = ">";
  private static final String BACK = "<";

  /** By what, and which way; on the wire a minus is the other way round. */
  public enum Sort {
    /** What soon expires by its time, then by severity, then the oldest first. */
    URGENCY("urgency"),
    /** What a person should look at first, then the newest first. */
    ATTENTION("attention"),
    NEWEST("-createdAt"),
    OLDEST("createdAt"),
    EXPIRES_FIRST("expiresAt"),
    EXPIRES_LAST("-expiresAt"),
    GRAVEST("-severity"),
    MILDEST("severity"),
    TYPE("type"),
    TYPE_REVERSED("-type"),
    TARGET("target"),
    TARGET_REVERSED("-target");

    private final String word;

    Sort(String word) {
      this.word = word;
    }

    @JsonValue
    public String word() {
      return word;
    }

    /** What a refusal says of it, too. */
    @Override
    public String toString() {
      return word;
    }

    public static Optional<Sort> of(String word) {
      return Arrays.stream(values()).filter(s -> s.word.equalsIgnoreCase(word.strip())).findFirst();
    }
  }

  /**
   * Behind the one of that id, or before it.
   *
   * @param back whether it is the part before it, which is in the same order
   */
  public record From(String id, boolean back) {}

  /** Where another page goes on, in the order of that moment. */
  public record Mark(From from, @Nullable Instant asOf) {}

  public Listing {
    page = Page.boundedPage(page);
    size = Page.boundedSize(size);
  }

  public static Listing page(int page, int size) {
    return new Listing(null, null, null, null, null, page, size);
  }

  /** The part behind that one, in the same order. */
  public Listing after(String id) {
    return new Listing(sort, since, until, new From(id, false), asOf, 0, size);
  }

  /** The part before that one, in the same order. */
  public Listing before(String id) {
    return new Listing(sort, since, until, new From(id, true), asOf, 0, size);
  }

  /** The front of it. */
  Listing front() {
    return new Listing(sort, since, until, null, asOf, 0, size);
  }

  boolean isBack() {
    return from != null && from.back();
  }

  /** The same in the order of that moment, unless it is of another already. */
  Listing seen(Instant now) {
    return asOf == null ? new Listing(sort, since, until, from, now, page, size) : this;
  }

  long offset() {
    return from == null ? (long) page * size : 0;
  }

  /** A mark as callers hand it in again: a word without meaning to them. */
  public static String cursor(Mark mark) {
    var text =
        (mark.from().back() ? BACK : ON)
            + mark.from().id()
            + (mark.asOf() == null ? "" : "\n" + mark.asOf());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a cursor is of; empty when it is none. */
  public static Optional<Mark> markOf(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n');
      var id = text.substring(1, end < 0 ? text.length() : end);
      var mark =
          new Mark(
              new From(id, text.startsWith(BACK)),
              end < 0 ? null : Instant.parse(text.substring(end + 1)));
      return Optional.of(mark).filter(m -> cursor(m).equals(cursor));
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
