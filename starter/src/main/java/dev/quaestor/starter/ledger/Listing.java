package dev.quaestor.starter.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, and in which order.
 *
 * @param sort null for the list's own order
 * @param since what began then or later
 * @param until what began before
 * @param after the id of the last one that was shown ({@link #idOf}); the page is what follows it,
 *     however many came in meanwhile. An id that there is not shows nothing
 * @param page from 0; of no meaning with {@code after}
 * @param size 1 to {@link Page#MAX_SIZE}; anything below means {@link Page#DEFAULT_SIZE}
 */
public record Listing(
    @Nullable Sort sort,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String after,
    int page,
    int size) {
  /** By when they began. */
  public enum Sort {
    NEWEST,
    OLDEST
  }

  public Listing {
    page = Page.boundedPage(page);
    size = Page.boundedSize(size);
  }

  public static Listing page(int page, int size) {
    return new Listing(null, null, null, null, page, size);
  }

  /** The part behind that one, in the same order. */
  public Listing after(String id) {
    return new Listing(sort, since, until, id, 0, size);
  }

  long offset() {
    return after == null ? (long) page * size : 0;
  }

  /** An id as callers hand it in again: a word without meaning to them. */
  public static String cursor(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  /** Which id a cursor is; empty when it is none. */
  public static Optional<String> idOf(String cursor) {
    try {
      var id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return Optional.of(id).filter(i -> cursor(i).equals(cursor));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
