package dev.quaestor.starter.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object, read tolerantly towards what is missing or unknown and strictly
 * towards what is wrong: that is noted by its path, and read as missing. Null and empty text count
 * as missing.
 */
final class Fields {
  static final int ID = 256;
  private static final int MOST_TEXTS = 200;

  private final JsonNode node;
  private final String path;
  private final Problems problems;

  private Fields(JsonNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /** Null, and noted, when the node is no object. */
  static @Nullable Fields of(JsonNode node, String path, Problems problems) {
    if (!node.isObject()) {
      problems.add(path, "must be an object, is " + kind(node));
      return null;
    }
    return new Fields(node, path, problems);
  }

  JsonNode node() {
    return node;
  }

  void problem(String name, String message) {
    problems.add(pathOf(name), message);
  }

  String pathOf(String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  boolean has(String name) {
    return present(name) != null;
  }

  /** Free text, cut where it is longer than {@code most}. */
  @Nullable String text(String name, int most) {
    var text = string(name);
    return text == null ? null : Texts.bounded(text, most);
  }

  @Nullable String text(String name) {
    return text(name, Texts.FREE_TEXT);
  }

  /** Text by which a thing is known but which a stranger may have chosen: never refused. */
  @Nullable String identity(String name, int most) {
    var text = string(name);
    return text == null ? null : Texts.boundedIdentity(text.strip(), most);
  }

  /** The vendor's own id: one that is longer than any vendor's is refused. */
  @Nullable String id(String name) {
    var text = string(name);
    if (text != null && text.strip().length() > ID) {
      problem(name, "is longer than " + ID + " characters");
      return null;
    }
    return text == null ? null : Texts.storable(text.strip());
  }

  /** As {@link #id}; a missing one is noted. */
  @Nullable String requiredId(String name) {
    requirePresent(name);
    return id(name);
  }

  /** As {@link #text}; a missing one is noted. */
  @Nullable String requiredText(String name, int most) {
    requirePresent(name);
    return text(name, most);
  }

  /** As {@link #identity}; a missing one is noted. */
  @Nullable String requiredIdentity(String name, int most) {
    requirePresent(name);
    return identity(name, most);
  }

  private void requirePresent(String name) {
    var value = present(name);
    if (value == null || value.isString() && value.stringValue().isBlank()) {
      problem(name, "is missing");
    }
  }

  /** A hash of so many hex digits, lower case. */
  @Nullable String hash(String name, int digits) {
    var text = string(name);
    if (text == null) {
      return null;
    }
    var hash = text.strip().toLowerCase(Locale.ROOT);
    if (hash.length() != digits || !hash.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      problem(name, "must be " + digits + " hex digits, is " + Texts.quoted(text));
      return null;
    }
    return hash;
  }

  /** A whole number from 0. */
  @Nullable Long number(String name) {
    var value = present(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      problem(name, "must be a whole number from 0, is " + shown(value));
      return null;
    }
    return value.longValue();
  }

  @Nullable Boolean flag(String name) {
    var value = present(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      problem(name, "must be true or false, is " + shown(value));
      return null;
    }
    return value.booleanValue();
  }

  /**
   * A point in time as ISO 8601 with zone, up to nine digits of a second. The vendor's "never", the
   * first day of the year 1 or 1601, counts as missing.
   */
  @Nullable Instant instant(String name) {
    var text = string(name);
    if (text == null) {
      return null;
    }
    try {
      var time = OffsetDateTime.parse(text.strip());
      if (time.getYear() == 1 || time.getYear() == 1601) {
        return null;
      }
      if (time.getYear() < 1970 || time.getYear() > 9999) {
        problem(name, "is outside the years 1970 to 9999: " + Texts.quoted(text));
        return null;
      }
      return time.toInstant();
    } catch (DateTimeException e) {
      problem(name, "must be a time like 2026-01-31T12:00:00Z, is " + Texts.quoted(text));
      return null;
    }
  }

  /** One of a closed set of words, whatever its case. */
  <T> @Nullable T word(String name, Map<String, T> words) {
    var text = string(name);
    if (text == null) {
      return null;
    }
    for (var word : words.entrySet()) {
      if (word.getKey().equalsIgnoreCase(text.strip())) {
        return word.getValue();
      }
    }
    problem(
        name,
        "must be one of "
            + String.join(", ", new TreeMap<>(words).keySet())
            + ", is "
            + Texts.quoted(text));
    return null;
  }

  /** A list of texts; what is beyond the two hundredth is left out. */
  List<String> texts(String name, int most) {
    var found = new ArrayList<String>();
    var values = array(name);
    for (int i = 0; i < Math.min(values.size(), MOST_TEXTS); i++) {
      var value = values.get(i);
      if (value.isString() && !value.stringValue().isBlank()) {
        found.add(Texts.boundedIdentity(value.stringValue().strip(), most));
      } else if (!value.isString() && !value.isNull()) {
        problem(name + "[" + i + "]", "must be text, is " + shown(value));
      }
    }
    return List.copyOf(found);
  }

  /** The object of that name; null when missing. */
  @Nullable Fields object(String name) {
    var value = present(name);
    return value == null ? null : of(value, pathOf(name), problems);
  }

  /** The objects of that list; one that is none is noted. More than {@code most} are refused. */
  List<Fields> objects(String name, int most) {
    var values = array(name);
    if (values.size() > most) {
      problem(name, "has " + values.size() + " items, at most " + most + " are taken");
      return List.of();
    }
    var found = new ArrayList<Fields>();
    for (int i = 0; i < values.size(); i++) {
      var item = of(values.get(i), pathOf(name) + "[" + i + "]", problems);
      if (item != null) {
        found.add(item);
      }
    }
    return found;
  }

  private List<JsonNode> array(String name) {
    var value = present(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      problem(name, "must be a list, is " + kind(value));
      return List.of();
    }
    return List.copyOf(value.values());
  }

  private @Nullable String string(String name) {
    var value = present(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      problem(name, "must be text, is " + shown(value));
      return null;
    }
    return value.stringValue().isBlank() ? null : value.stringValue();
  }

  private @Nullable JsonNode present(String name) {
    var value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static String shown(JsonNode value) {
    return value.isValueNode() ? kind(value) + " " + Texts.quoted(value.asString()) : kind(value);
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "nothing readable";
    };
  }
}
