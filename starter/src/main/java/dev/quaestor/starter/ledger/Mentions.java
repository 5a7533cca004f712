package dev.quaestor.starter.ledger;

import com.google.re2j.Pattern;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * What stored JSON speaks of, for who looks for it: hashes of files, addresses, and what people and
 * mailboxes are called; and what devices are called beside their names.
 */
final class Mentions {
  private static final Pattern FILE_HASH =
      Pattern.compile("[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32}");

  /** The kinds of things that have names of people in them, as JSON has them. */
  private static final Set<String> OF_PEOPLE = Set.of("user", "mailbox", "mailboxRule");

  private static final int LONGEST = 320;

  /**
   * Of one device: its key, a few names, and what breaks lines within them. A text that is line
   * breaks for the most part is nobody's names, and would be a row a line.
   */
  private static final int MOST_NAMES = 100;

  private static final RowStatement OF_EVIDENCE =
      RowStatement.of(
          """
          insert into evidence_mention (value_hash, investigation_id, entity_hash)
          select cast(:value as varchar), cast(:case as varchar), cast(:hash as varchar)
          where not exists (select 1 from evidence_mention m where m.value_hash = :value
            and m.investigation_id = :case and m.entity_hash = :hash)""");

  private static final RowStatement OF_ACTION =
      RowStatement.of(
          """
          insert into action_mention (value_hash, action_id)
          select cast(:value as varchar), cast(:id as varchar)
          where not exists (select 1 from action_mention m where m.value_hash = :value
            and m.action_id = :id)""");

  private Mentions() {}

  /** By what a value is found. */
  static String key(String value) {
    return Sha256.of(value.toLowerCase(Locale.ROOT));
  }

  /** The keys of all that a text of JSON speaks of, in a fixed order. */
  static Set<String> of(String json) {
    var keys = new TreeSet<String>();
    collect(QuaestorJson.mapper().readTree(json), false, keys);
    return keys;
  }

  private static void collect(JsonNode node, boolean ofPeople, Set<String> keys) {
    if (node.isObject()) {
      var people = OF_PEOPLE.contains(node.path("type").asString(""));
      node.propertyStream()
          .filter(property -> !property.getKey().equals("type"))
          .forEach(property -> collect(property.getValue(), people, keys));
    } else if (node.isArray()) {
      node.forEach(item -> collect(item, ofPeople, keys));
    } else if (node.isString()) {
      var value = node.asString();
      if (!value.isBlank()
          && value.length() <= LONGEST
          && (ofPeople || value.indexOf('@') > 0 || FILE_HASH.matches(value))) {
        keys.add(key(value));
      }
    }
  }

  /**
   * By what a device is found that is called so, beside its id and its name: by as much as comes
   * before the first dot, so that it is found with its domain and without. Of lower case, as {@link
   * StoredText} has it; no other value has such a key.
   */
  static String deviceKey(String called) {
    int end = 0;
    while (end < called.length() && called.charAt(end) != '.' && called.charAt(end) != '\n') {
      end++;
    }
    return Sha256.of("device\n" + called.substring(0, end));
  }

  /**
   * The keys of what a device is called beside its name.
   *
   * @param searched what words are looked for in: its name, and each other name on a line of its
   *     own
   */
  static Set<String> ofDevice(String searched) {
    var keys = new TreeSet<String>();
    for (int end = searched.indexOf('\n');
        end >= 0 && keys.size() < MOST_NAMES;
        end = searched.indexOf('\n', end + 1)) {
      keys.add(deviceKey(searched.substring(end + 1)));
    }
    return keys;
  }

  /** By what a device is found that has that address, as its own directory says. */
  static String addressKey(EntityKey address) {
    return Sha256.of("address\n" + address.value());
  }

  /**
   * Writes those of pieces of evidence.
   *
   * @param rows with their {@code case}, {@code hash}, {@code kind}, {@code assessment} and {@code
   *     search}, and of a device the keys of its {@code addresses}, each on a line
   */
  static void ofEvidence(JdbcTemplate jdbc, Collection<Map<String, @Nullable Object>> rows) {
    OF_EVIDENCE.run(
        jdbc,
        rows.stream()
            .flatMap(row -> Stream.concat(each(row, "assessment", Mentions::of), ofDevice(row)))
            .toList());
  }

  private static Stream<Map<String, @Nullable Object>> ofDevice(Map<String, @Nullable Object> row) {
    return EntityKind.DEVICE.name().equals(row.get("kind"))
        ? Stream.concat(
            each(row, "search", Mentions::ofDevice),
            each(row, "addresses", keys -> new TreeSet<>(List.of(keys.split("\n")))))
        : Stream.empty();
  }

  /**
   * Writes those of actions.
   *
   * @param rows with their {@code id} and {@code body}
   */
  static void ofActions(JdbcTemplate jdbc, Collection<Map<String, @Nullable Object>> rows) {
    OF_ACTION.run(jdbc, rows.stream().flatMap(row -> each(row, "body", Mentions::of)).toList());
  }

  private static Stream<Map<String, @Nullable Object>> each(
      Map<String, @Nullable Object> row, String column, Function<String, Set<String>> keys) {
    return row.get(column) instanceof String text
        ? keys.apply(text).stream()
            .map(
                value -> {
                  var one = new HashMap<>(row);
                  one.put("value", value);
                  return one;
                })
        : Stream.empty();
  }
}
