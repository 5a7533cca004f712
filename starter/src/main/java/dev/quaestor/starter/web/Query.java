package dev.quaestor.starter.web;

import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The part of an address behind the question mark: it is what a person sees, so that it can be
 * kept, sent and opened again. What a page does not know is refused in words, for a misspelt filter
 * would show everything.
 */
record Query(MultiValueMap<String, String> given) {
  private static final int LONGEST = 500;
  private static final int LAST_PAGE = 100_000;

  /** Where a list goes on, in its address. */
  static final String CURSOR = "cursor";

  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  static Query of(MultiValueMap<String, String> given, Set<String> known) {
    given
        .keySet()
        .forEach(
            key -> {
              if (!known.contains(key)) {
                throw PageRefusal.badRequest(
                    "This page knows no \"%s\" in its address. It knows %s."
                        .formatted(
                            Excerpt.of(Storable.of(key), 50),
                            Words.list(known.stream().sorted().toList())));
              }
              if (given.getOrDefault(key, List.of()).size() > 1) {
                throw PageRefusal.badRequest(
                    "\"%s\" stands in the address more than once, and this page heeds only one."
                        .formatted(key));
              }
            });
    return new Query(given);
  }

  /** A word; null where there is none. */
  @Nullable String text(String key) {
    var value = given.getFirst(key);
    return value == null || value.isBlank()
        ? null
        : Excerpt.head(Storable.of(value.strip()), LONGEST);
  }

  boolean flag(String key) {
    return "1".equals(given.getFirst(key));
  }

  /** A word of a closed list, in any case; null where there is none, and for an empty choice. */
  <E extends Enum<E>> @Nullable E one(String key, Class<E> type) {
    return choice(key, text(key), type);
  }

  private static <E extends Enum<E>> @Nullable E choice(
      String key, @Nullable String text, Class<E> type) {
    if (text == null) {
      return null;
    }
    var name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                PageRefusal.badRequest(
                    "\"%s\" is not something that \"%s\" can be."
                        .formatted(Excerpt.of(text, 50), key)));
  }

  /** A word of a list that is no enumeration; null where there is none. */
  @Nullable String oneOf(String key, List<String> allowed) {
    var text = text(key);
    if (text != null && !allowed.contains(text)) {
      throw PageRefusal.badRequest(
          "\"%s\" is not something that \"%s\" can be; it can be %s."
              .formatted(Excerpt.of(text, 50), key, Words.list(allowed)));
    }
    return text;
  }

  /** A moment, as {@code 2026-11-28} or {@code 2026-11-28T10:00:00Z}; null where there is none. */
  @Nullable Instant instant(String key) {
    var text = text(key);
    if (text == null) {
      return null;
    }
    try {
      var time =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw PageRefusal.badRequest(
        "\"%s\" must be a day such as 2026-11-28, or a time such as 2026-11-28T10:00:00Z."
            .formatted(key));
  }

  /**
   * Which part of a list an address asks for.
   *
   * @param isThere whether the list knows an id: behind any other there would be nothing, which a
   *     person takes for its end
   */
  Listing listing(
      Listing.Sort sort,
      @Nullable Instant since,
      @Nullable Instant until,
      int usual,
      int most,
      Predicate<String> isThere) {
    int size = number("size", usual, 1, most);
    var cursor = text(CURSOR);
    if (cursor == null) {
      return new Listing(sort, since, until, null, null, 0, size);
    }
    var mark =
        Listing.markOf(cursor)
            .filter(m -> isThere.test(m.from().id()))
            .orElseThrow(
                () ->
                    PageRefusal.badRequest(
                        "\"%s\" is no place in this list. Leave it out to begin at the front."
                            .formatted(CURSOR)));
    return new Listing(sort, since, until, mark.from(), mark.asOf(), 0, size);
  }

  /** The address of the page of a list that is at this cursor; null where there is none. */
  @Nullable String at(String path, @Nullable String cursor) {
    return cursor == null ? null : with(path, CURSOR, cursor);
  }

  /** A page as people count them, from 1. */
  int page() {
    return number("page", 1, 1, LAST_PAGE);
  }

  int number(String key, int usual, int least, int most) {
    var text = text(key);
    if (text == null) {
      return usual;
    }
    try {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw PageRefusal.badRequest("\"%s\" must be %d to %d.".formatted(key, least, most));
  }

  /** Whether anything narrows the list. */
  boolean has(List<String> keys) {
    return keys.stream().anyMatch(k -> text(k) != null);
  }

  /** The same address with another value; null takes the key out. */
  String with(String path, String key, @Nullable String value) {
    return changed(
        path,
        builder -> {
          builder.replaceQueryParam(key);
          return value == null ? builder : builder.queryParam(key, "{value}");
        },
        value);
  }

  /** The same address without some of its keys. */
  String without(String path, String... keys) {
    return changed(
        path,
        builder -> {
          Arrays.stream(keys).forEach(builder::replaceQueryParam);
          return builder;
        },
        null);
  }

  private String changed(
      String path,
      Function<UriComponentsBuilder, UriComponentsBuilder> change,
      @Nullable String value) {
    var names = given.keySet().stream().toList();
    var builder = UriComponentsBuilder.fromPath(path);
    var values = new HashMap<String, Object>();
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var first = given.getFirst(name);
      if (first != null && !first.isBlank()) {
        builder.queryParam(name, "{v" + i + "}");
        values.put("v" + i, first);
      }
    }
    if (value != null) {
      values.put("value", value);
    }
    // Values go in as variables, strictly encoded: a "&" or "#" in one stays part of it.
    return change.apply(builder).encode().buildAndExpand(values).toUriString();
  }
}
