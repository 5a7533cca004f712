package dev.quaestor.starter.view;

import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a longer list.
 *
 * @param total how many there are on all pages; of cases and actions at most 10,000 are counted
 * @param page which one this is, from 0; absent behind a cursor
 * @param size how many fit on one page
 * @param totalIsCapped whether there are more than {@code total}
 * @param nextCursor what to hand in as {@code cursor} for the page behind this one; absent on the
 *     last, and in lists that have page numbers alone
 * @param previousCursor the same for the page before this one; absent on the first
 */
public record PageView<T>(
    List<T> items,
    long total,
    @Nullable Integer page,
    int size,
    boolean totalIsCapped,
    @Nullable String nextCursor,
    @Nullable String previousCursor) {
  public static <R, T> PageView<T> of(Page<R> page, Function<R, T> view) {
    return new PageView<>(
        page.items().stream().map(view).toList(),
        page.total(),
        page.page(),
        page.size(),
        page.capped(),
        cursor(page, page.last(), false),
        cursor(page, page.first(), true));
  }

  private static @Nullable String cursor(Page<?> page, @Nullable String id, boolean back) {
    return id == null
        ? null
        : Listing.cursor(new Listing.Mark(new Listing.From(id, back), page.asOf()));
  }
}
