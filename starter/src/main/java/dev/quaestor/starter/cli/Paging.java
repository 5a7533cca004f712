package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What the lists have in common: which page, and how it is shown. */
final class Paging {
  @Option(names = "--page", paramLabel = "N", description = "The page, from 0.")
  private @Nullable Integer page;

  @Option(names = "--size", paramLabel = "N", description = "The number of entries on a page.")
  private @Nullable Integer size;

  void into(Map<String, String> filter) {
    put(filter, "page", page);
    put(filter, "size", size);
  }

  static void put(Map<String, String> filter, String name, @Nullable Object value) {
    if (value != null) {
      filter.put(name, value.toString());
    }
  }

  /** The wire's spelling of what may be typed as {@code pending-approval}. */
  static @Nullable String upper(@Nullable String word) {
    return word == null ? null : word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static void print(Console console, Table table, JsonNode page, String none) {
    if (table.isEmpty()) {
      console.line(none);
      return;
    }
    console.print(table);
    more(console, page);
  }

  /** How to go on, where this page is not all. */
  static void more(Console console, JsonNode page) {
    var shown = page.path("items").size();
    var total = page.path("total").asLong(shown);
    if (total > shown) {
      var all = (page.path("totalIsCapped").asBoolean(false) ? "more than " : "") + total;
      console.line(
          "{}",
          Console.dim(
              "%s%d of %s; %s"
                  .formatted(
                      page.path("page").isNumber() ? "page " + page.path("page") + ": " : "",
                      shown,
                      all,
                      more(page))));
    }
  }

  private static String more(JsonNode page) {
    var next = page.path("nextCursor").asString("");
    if (!next.isEmpty()) {
      return "for the next page: --cursor " + next;
    }
    return page.path("page").isNumber()
        ? "use --page and --size to see more"
        : "this is the last page";
  }
}
