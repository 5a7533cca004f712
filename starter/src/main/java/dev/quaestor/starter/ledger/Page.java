package dev.quaestor.starter.ledger;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a longer list.
 *
 * @param total how many there are on all pages, when it was asked; no more than {@link #MAX_TOTAL}
 *     are counted where {@code capped} says so
 * @param page which one this is, from 0; null behind a cursor, where nobody counts them
 * @param size how many fit on one page
 * @param capped whether there are more than {@code total}
 * @param first the id of the first item, if others come before it
 * @param last the id of the last item, if others follow it
 * @param asOf the moment whose order it is; null where the order does not change with time
 */
public record Page<T>(
    List<T> items,
    long total,
    @Nullable Integer page,
    int size,
    boolean capped,
    @Nullable String first,
    @Nullable String last,
    @Nullable Instant asOf) {
  /** As many as are ever counted of cases and actions: a count of all would read all of them. */
  public static final int MAX_TOTAL = 10_000;

  /** The largest page that is ever given; a larger wish is cut to it. */
  public static final int MAX_SIZE = 500;

  public static final int DEFAULT_SIZE = 50;

  /** Of a list that is counted to its end and read by page numbers. */
  Page(List<T> items, long total, int page, int size) {
    this(items, total, page, size, false, null, null, null);
  }

  /**
   * A page of a list that may be very long.
   *
   * @param read the items, and one more if there is one: the way they are read, so of a part that
   *     is before another the last first
   * @param counted how many there are, counted to one beyond {@link #MAX_TOTAL}
   */
  static <T> Page<T> of(Listing listing, List<T> read, long counted, Function<T, String> id) {
    boolean more = read.size() > listing.size();
    var shown = more ? read.subList(0, listing.size()) : read;
    var items = listing.isBack() ? shown.reversed() : shown;
    boolean atFront = listing.isBack() ? !more : listing.offset() == 0 && listing.from() == null;
    boolean atEnd = !listing.isBack() && !more;
    return new Page<>(
        items,
        Math.min(counted, MAX_TOTAL),
        listing.from() == null ? listing.page() : null,
        listing.size(),
        counted > MAX_TOTAL,
        atFront || items.isEmpty() ? null : id.apply(items.getFirst()),
        atEnd || items.isEmpty() ? null : id.apply(items.getLast()),
        listing.asOf());
  }

  /**
   * Whether going back has come to the front, where the first page is shown and not a short one.
   */
  static boolean isAtFront(Listing listing, List<?> read) {
    return listing.isBack() && read.size() <= listing.size();
  }

  public Page {
    items = List.copyOf(items);
  }

  static int boundedSize(int size) {
    return size < 1 ? DEFAULT_SIZE : Math.min(size, MAX_SIZE);
  }

  static int boundedPage(int page) {
    return Math.max(0, page);
  }
}
