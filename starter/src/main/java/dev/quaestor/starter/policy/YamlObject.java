package dev.quaestor.starter.policy;

import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML mapping with a closed set of keys. What is wrong is noted where it stands and read as left
 * out; a key without a value counts as left out.
 */
final class YamlObject {
  private static final Set<Tag> SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);
  private static final int LONGEST_TEXT = 1000;
  private static final int LONGEST_LIST = 1000;
  private static final String SPAN =
      "a time span such as 7d, 12h or P7D, longer than zero and at most 3650d";
  private static final Duration LONGEST_TIME = Duration.ofDays(3650);

  private final Node node;
  private final String path;
  private final Map<String, Node> values;
  private final PolicyProblems problems;

  private YamlObject(Node node, String path, Map<String, Node> values, PolicyProblems problems) {
    this.node = node;
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /** Null, and noted, when the node is no mapping. */
  static @Nullable YamlObject of(
      Node node, String path, List<String> known, PolicyProblems problems) {
    if (!(node instanceof MappingNode mapping) || !Tag.MAP.equals(node.getTag())) {
      problems.add(
          node, path, PolicyCode.WRONG_SHAPE, "must be a mapping of " + String.join(", ", known));
      return null;
    }
    var values = new LinkedHashMap<String, Node>();
    for (var tuple : mapping.getValue()) {
      var key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : null;
      if (key == null || !known.contains(key)) {
        problems.add(
            tuple.getKeyNode(),
            path,
            PolicyCode.UNKNOWN_KEY,
            "key " + Vocabulary.unknown(key == null ? "(no word)" : key, known));
      } else if (values.containsKey(key)) {
        problems.add(tuple.getKeyNode(), child(path, key), PolicyCode.TWICE, "appears twice");
      } else {
        values.put(key, tuple.getValueNode());
      }
    }
    return new YamlObject(node, path, values, problems);
  }

  /** The keys of what is written as a record: its components. */
  static List<String> keys(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** 1-based. */
  int line() {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  void problem(String key, PolicyCode code, String message) {
    problems.add(values.getOrDefault(key, node), child(path, key), code, message);
  }

  /** About one word of a list. */
  void problem(String key, String word, PolicyCode code, String message) {
    var item =
        items(key).stream()
            .filter(i -> i.node() instanceof ScalarNode s && s.getValue().equals(word))
            .findFirst();
    if (item.isPresent()) {
      problems.add(item.get().node(), item.get().path(), code, message);
    } else {
      problem(key, code, message);
    }
  }

  /** Makes a value whose constructor may refuse; what it says is noted at this mapping's line. */
  <T> @Nullable T make(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      problems.add(node, path, PolicyCode.MEANINGLESS, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Node present(String key) {
    var value = values.get(key);
    return value == null || isEmpty(value) ? null : value;
  }

  private static boolean isEmpty(Node value) {
    return value instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
  }

  private @Nullable String scalar(Node value, String where, String wanted) {
    if (value instanceof ScalarNode scalar
        && SCALARS.contains(scalar.getTag())
        && !isEmpty(value)
        && scalar.getValue().length() <= LONGEST_TEXT) {
      return scalar.getValue();
    }
    problems.add(value, where, PolicyCode.WRONG_SHAPE, "must be " + wanted);
    return null;
  }

  @Nullable String text(String key) {
    var value = present(key);
    return value == null ? null : text(value, child(path, key));
  }

  private @Nullable String text(Node value, String where) {
    var text = scalar(value, where, "text");
    if (text != null && text.isBlank()) {
      problems.add(value, where, PolicyCode.WRONG_SHAPE, "is blank");
      return null;
    }
    return text;
  }

  /** A missing one is noted. */
  @Nullable String requiredText(String key) {
    require(key);
    return text(key);
  }

  /** A name that no other of its list has; a missing one, or one that is taken, is noted. */
  @Nullable String newName(String key, Set<String> taken) {
    var name = requiredText(key);
    if (name != null && !taken.add(name)) {
      problem(key, PolicyCode.TWICE, Vocabulary.quoted(name) + " appears twice");
      return null;
    }
    return name;
  }

  /** Whether it is written, right or wrong. */
  boolean has(String key) {
    return present(key) != null;
  }

  void require(String key) {
    if (present(key) == null) {
      problem(key, PolicyCode.MISSING, "is missing");
    }
  }

  /** A list that is missing, or there and empty, is noted. */
  void requireSome(String key) {
    require(key);
    if (present(key) instanceof SequenceNode list && list.getValue().isEmpty()) {
      problem(key, PolicyCode.MISSING, "is empty");
    }
  }

  <E extends Enum<E>> @Nullable E word(String key, Class<E> type) {
    var value = present(key);
    return value == null ? null : word(value, child(path, key), type);
  }

  private <E extends Enum<E>> @Nullable E word(Node value, String where, Class<E> type) {
    var known = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    var word = scalar(value, where, "one of " + String.join(", ", known));
    if (word == null) {
      return null;
    }
    if (!known.contains(word)) {
      problems.add(value, where, PolicyCode.UNKNOWN_WORD, Vocabulary.unknown(word, known));
      return null;
    }
    return Enum.valueOf(type, word);
  }

  <E extends Enum<E>> List<E> words(String key, Class<E> type) {
    var found = new ArrayList<E>();
    for (var item : items(key)) {
      var word = word(item.node(), item.path(), type);
      if (word != null && found.contains(word)) {
        problems.add(item.node(), item.path(), PolicyCode.TWICE, word + " appears twice");
      } else if (word != null) {
        found.add(word);
      }
    }
    return found;
  }

  List<String> texts(String key) {
    var found = new ArrayList<String>();
    for (var item : items(key)) {
      var text = text(item.node(), item.path());
      if (text != null) {
        found.add(text);
      }
    }
    return found;
  }

  int number(String key, int least, int most, int leftOut) {
    return parsed(
            key,
            "a whole number from %d to %d".formatted(least, most),
            text ->
                Optional.of(text)
                    .filter(t -> t.matches("\\d{1,9}"))
                    .map(Integer::valueOf)
                    .filter(n -> least <= n && n <= most))
        .orElse(leftOut);
  }

  Duration duration(String key, Duration leftOut) {
    return parsed(key, SPAN, YamlObject::span).orElse(leftOut);
  }

  @Nullable Duration durationOrNull(String key) {
    return parsed(key, SPAN, YamlObject::span).orElse(null);
  }

  List<Duration> durations(String key) {
    var found = new ArrayList<Duration>();
    for (var item : items(key)) {
      var text = scalar(item.node(), item.path(), SPAN);
      var span = text == null ? Optional.<Duration>empty() : span(text);
      if (span.isPresent()) {
        found.add(span.get());
      } else if (text != null) {
        problems.add(
            item.node(),
            item.path(),
            PolicyCode.OUT_OF_RANGE,
            "must be %s, is %s".formatted(SPAN, Vocabulary.quoted(text)));
      }
    }
    return found;
  }

  private static Optional<Duration> span(String text) {
    return Durations.parse(text).filter(d -> d.isPositive() && d.compareTo(LONGEST_TIME) <= 0);
  }

  @Nullable Boolean yesOrNo(String key) {
    return parsed(
            key,
            "true or false",
            text ->
                switch (text) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  default -> Optional.empty();
                })
        .orElse(null);
  }

  /** A day counts from its beginning, in UTC. */
  @Nullable Instant instant(String key) {
    return parsed(
            key,
            "a day such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z",
            text -> dayOrMoment(text.strip()))
        .orElse(null);
  }

  private static Optional<Instant> dayOrMoment(String text) {
    try {
      return Optional.of(
          text.length() == "2027-01-31".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Empty when it is left out, and when it is not what is wanted, which is noted. */
  private <T> Optional<T> parsed(String key, String wanted, Function<String, Optional<T>> parse) {
    var value = present(key);
    var text = value == null ? null : scalar(value, child(path, key), wanted);
    if (text == null) {
      return Optional.empty();
    }
    var parsed = parse.apply(text);
    if (parsed.isEmpty()) {
      problem(
          key, PolicyCode.OUT_OF_RANGE, "must be " + wanted + ", is " + Vocabulary.quoted(text));
    }
    return parsed;
  }

  @Nullable YamlObject object(String key, List<String> known) {
    var value = present(key);
    return value == null ? null : of(value, child(path, key), known, problems);
  }

  List<YamlObject> objects(String key, List<String> known) {
    var found = new ArrayList<YamlObject>();
    for (var item : items(key)) {
      var object = of(item.node(), item.path(), known, problems);
      if (object != null) {
        found.add(object);
      }
    }
    return found;
  }

  private record Item(Node node, String path) {}

  private List<Item> items(String key) {
    var value = present(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence) || sequence.getValue().size() > LONGEST_LIST) {
      problem(key, PolicyCode.WRONG_SHAPE, "must be a list of at most " + LONGEST_LIST);
      return List.of();
    }
    var items = new ArrayList<Item>();
    for (int i = 0; i < sequence.getValue().size(); i++) {
      items.add(new Item(sequence.getValue().get(i), child(path, key) + "[" + i + "]"));
    }
    return items;
  }
}
