package dev.quaestor.starter.ledger;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param total how many there are on all pages, when it was asked
 * @param page which one this is, from 0
 * @param size how many fit on one page
 */
public record Page<T>(List<T> items, long total, int page, int size) {
  /** The largest page that is ever given; a larger wish is cut to it. */
  public static final int MAX_SIZE = 500;

  public static final int DEFAULT_SIZE = 50;

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
