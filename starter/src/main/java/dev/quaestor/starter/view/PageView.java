package dev.quaestor.starter.view;

import dev.quaestor.starter.ledger.Page;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a longer list.
 *
 * @param total how many there are on all pages
 * @param page which one this is, from 0
 * @param size how many fit on one page
 */
public record PageView<T>(List<T> items, long total, int page, int size) {
  public static <R, T> PageView<T> of(Page<R> page, Function<R, T> view) {
    return new PageView<>(
        page.items().stream().map(view).toList(), page.total(), page.page(), page.size());
  }
}
