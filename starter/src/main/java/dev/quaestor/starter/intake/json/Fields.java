package dev.quaestor.starter.intake.json;

import dev.quaestor.text.Storable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one JSON object, read tolerantly towards what is missing, unknown or written in
 * another way (a number as text, one thing instead of a list of one) and strictly towards what is
 * wrong: that is noted by its path, and read as missing. Null and empty text count as missing.
 *
 * <p>What somebody orders is read {@link #strictly}: there a misspelt or mistyped field would do
 * something else than was meant.
 */
public final class Fields {
  public static final int ID = 256;

  /** Of the objects of one list. */
  public static final int MOST_OBJECTS = 1000;

  private static final int MOST_TEXTS = 200;

  private final JsonNode node;
  private final String path;
  private final Problems problems;
  private final Manner manner;

  private enum Manner {
    TOLERANT,
    LENIENT,
    STRICT
  }

  private Fields(JsonNode node, String path, Problems problems, Manner manner) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    this.manner = manner;
  }

  /** Null, and noted, when the node is no object. */
  public static @Nullable Fields of(JsonNode node, String path, Problems problems) {
    return of(node, path, problems, Manner.TOLERANT);
  }

  /**
   * The same for what somebody orders: every value is of its own JSON type, a list is a list, and
   * {@link #only} refuses what is not known. This holds for the objects inside as well.
   */
  public static @Nullable Fields strictly(JsonNode node, String path, Problems problems) {
    return of(node, path, problems, Manner.STRICT);
  }

  private static @Nullable Fields of(JsonNode node, String path, Problems problems, Manner manner) {
    if (!node.isObject()) {
      problems.add(path, "must be an object, is " + kind(node));
      return null;
    }
    return new Fields(node, path, problems, manner);
  }

  /** What was made here of fields that were read already. */
  public static Fields lenient(ObjectNode node) {
    return new Fields(node, "", new Problems(), Manner.LENIENT);
  }

  /**
   * The same fields for what is beside the point: what is wrong is read as missing without a word,
   * and of a list where one thing is expected, the first is taken.
   */
  public Fields leniently() {
    return new Fields(node, path, new Problems(), Manner.LENIENT);
  }

  /** The same fields for what a back end wrote and a person hands on as it is. */
  public Fields tolerantly() {
    return new Fields(node, path, problems, Manner.TOLERANT);
  }

  /** Notes every field that is none of these, and every null, where it is read strictly. */
  public void only(Collection<String> known) {
    if (manner != Manner.STRICT) {
      return;
    }
    var names = List.copyOf(new TreeSet<>(known));
    for (var property : node.properties()) {
      var name = property.getKey();
      if (!names.contains(name)) {
        problem(Storable.bounded(name, 60), Unknown.field(name, names));
      } else if (property.getValue().isNull()) {
        problem(name, "is null: omit it");
      }
    }
  }

  public JsonNode node() {
    return node;
  }

  public void problem(String name, String message) {
    problems.add(pathOf(name), message);
  }

  public String pathOf(String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  /** The field of that name however its letters are cased; the name itself where there is none. */
  public String cased(String name) {
    return node.propertyNames().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  public boolean has(String name) {
    return present(name) != null;
  }

  /** Free text, cut where it is longer than {@code most}. */
  public @Nullable String text(String name, int most) {
    var text = string(name, true);
    return text == null ? null : Storable.bounded(text, most);
  }

  public @Nullable String text(String name) {
    return text(name, Texts.FREE_TEXT);
  }

  /** Text by which a thing is known but which a stranger may have chosen: never refused. */
  public @Nullable String identity(String name, int most) {
    var text = string(name);
    return text == null ? null : Storable.boundedIdentity(text.strip(), most);
  }

  /** The vendor's own id: one that is longer than any vendor's is refused. */
  public @Nullable String id(String name) {
    var text = string(name);
    if (text != null && text.strip().length() > ID) {
      problem(name, "is longer than " + ID + " characters");
      return null;
    }
    return text == null ? null : Storable.of(text.strip());
  }

  /** As {@link #id}; a missing one is noted. */
  public @Nullable String requiredId(String name) {
    requirePresent(name);
    return id(name);
  }

  /** As {@link #text}; a missing one is noted. */
  public @Nullable String requiredText(String name, int most) {
    requirePresent(name);
    return text(name, most);
  }

  /** As {@link #identity}; a missing one is noted. */
  public @Nullable String requiredIdentity(String name, int most) {
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
  public @Nullable String hash(String name, int digits) {
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
  public @Nullable Long number(String name) {
    var value = single(name);
    if (value == null) {
      return null;
    }
    var number = whole(value);
    if (number == null || number < 0) {
      problem(name, "must be a whole number from 0, is " + shown(value));
      return null;
    }
    return number;
  }

  /** Vendors write numbers as text as well, and Windows writes process ids as {@code 0x1a4}. */
  private @Nullable Long whole(JsonNode value) {
    if (value.isNumber() || manner == Manner.STRICT) {
      return value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()
          ? value.longValue()
          : null;
    }
    var text = value.isString() ? value.stringValue().strip() : "";
    try {
      return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A number with or without a fraction. */
  public @Nullable Double decimal(String name) {
    var value = single(name);
    if (value == null) {
      return null;
    }
    try {
      var number = value.isContainer() ? Double.NaN : Double.parseDouble(value.asString().strip());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    problem(name, "must be a number, is " + shown(value));
    return null;
  }

  public @Nullable Boolean flag(String name) {
    var value = single(name);
    if (value == null) {
      return null;
    }
    var written = manner == Manner.STRICT && !value.isBoolean() ? "" : value.asString("");
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> {
        problem(name, "must be true or false, is " + shown(value));
        yield null;
      }
    };
  }

  /**
   * A point in time in any of the ways of {@link Times}. The vendor's "never", the first day of the
   * year 1 or 1601, counts as missing.
   */
  public @Nullable Instant instant(String name) {
    var text = string(name);
    if (text == null) {
      return null;
    }
    try {
      var time = Times.parse(text.strip());
      if (Times.isNever(time)) {
        return null;
      }
      if (time.isBefore(Instant.EPOCH) || time.isAfter(Times.LAST)) {
        problem(name, "is outside the years 1970 to 9999: " + Texts.quoted(text));
        return null;
      }
      return time;
    } catch (DateTimeException | NumberFormatException e) {
      problem(name, "must be a time such as 2026-01-31T12:00:00Z, is " + Texts.quoted(text));
      return null;
    }
  }

  /** One of a closed set of words, whatever its case. */
  public <T> @Nullable T word(String name, Map<String, T> words) {
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
  public List<String> texts(String name, int most) {
    var found = new ArrayList<String>();
    var values = array(name);
    for (int i = 0; i < Math.min(values.size(), MOST_TEXTS); i++) {
      var value = values.get(i);
      var readable = value.isString() || value.isNumber() && manner != Manner.STRICT;
      var text = readable ? value.asString() : "";
      if (!text.isBlank()) {
        found.add(Storable.boundedIdentity(text.strip(), most));
      } else if (manner == Manner.STRICT || !value.isString() && !value.isNull()) {
        problem(name + "[" + i + "]", "must be text, is " + shown(value));
      }
    }
    return List.copyOf(found);
  }

  /** The object of that name; null when missing. */
  public @Nullable Fields object(String name) {
    var value = present(name);
    return value == null ? null : inner(value, pathOf(name));
  }

  /** The objects in each other by those names; null where one of them is missing. */
  public @Nullable Fields object(String first, String... rest) {
    var found = object(first);
    for (var name : rest) {
      found = found == null ? null : found.object(name);
    }
    return found;
  }

  private @Nullable Fields inner(JsonNode value, String at) {
    if (manner != Manner.LENIENT) {
      return of(value, at, problems, manner);
    }
    var one = value.isArray() && !value.isEmpty() ? value.get(0) : value;
    return one.isObject() ? new Fields(one, at, problems, manner) : null;
  }

  /**
   * The objects of that list, or the one object that stands in its place; one that is none is
   * noted. More than {@code most} are refused.
   */
  public List<Fields> objects(String name, int most) {
    var values = array(name);
    if (values.size() > most) {
      problem(name, "has " + values.size() + " items, at most " + most + " are accepted");
      return List.of();
    }
    var found = new ArrayList<Fields>();
    for (int i = 0; i < values.size(); i++) {
      var at = node.path(name).isArray() ? pathOf(name) + "[" + i + "]" : pathOf(name);
      var item = inner(values.get(i), at);
      if (item != null) {
        found.add(item);
      }
    }
    return found;
  }

  /** The objects of a list, or the one object, that stands as JSON inside a text. */
  public List<Fields> parsedObjects(String name) {
    var text = string(name);
    if (text == null) {
      return List.of();
    }
    var inside = new Problems();
    var node = JsonBody.parse(text.getBytes(StandardCharsets.UTF_8), inside);
    if (node == null || !node.isContainer()) {
      problem(name, "must be a list, or a list as JSON text, is " + Texts.quoted(text));
      return List.of();
    }
    var holder = JsonNodeFactory.instance.objectNode();
    holder.set(name, node);
    return new Fields(holder, path, problems, manner).objects(name, MOST_OBJECTS);
  }

  private List<JsonNode> array(String name) {
    var value = present(name);
    if (value == null) {
      return List.of();
    }
    if (value.isArray()) {
      return List.copyOf(value.values());
    }
    if (manner == Manner.STRICT) {
      problem(name, "must be a list, is " + kind(value));
      return List.of();
    }
    if (value.isObject() || value.isString() && !value.stringValue().isBlank()) {
      return List.of(value);
    }
    if (!value.isString()) {
      problem(name, "must be a list, is " + kind(value));
    }
    return List.of();
  }

  private @Nullable String string(String name) {
    return string(name, false);
  }

  private @Nullable String string(String name, boolean mayBeEmpty) {
    var value = single(name);
    if (value == null) {
      return null;
    }
    if (value.isContainer() || manner == Manner.STRICT && !value.isString()) {
      problem(name, "must be text, is " + shown(value));
      return null;
    }
    var text = value.asString();
    if (text.isBlank() && manner == Manner.STRICT && !mayBeEmpty) {
      problem(name, "is empty");
    }
    return text.isBlank() ? null : text;
  }

  /** Search engines give every field as a list, mostly of one. */
  private @Nullable JsonNode single(String name) {
    var value = present(name);
    if (manner != Manner.LENIENT || value == null || !value.isArray()) {
      return value;
    }
    return value.isEmpty() || value.get(0).isNull() ? null : value.get(0);
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
