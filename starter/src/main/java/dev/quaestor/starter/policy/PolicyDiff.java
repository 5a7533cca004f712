package dev.quaestor.starter.policy;

import dev.quaestor.policy.Policy;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What differs between two policies in what they say; comments and layout say nothing. Pure. */
public final class PolicyDiff {

  /** The lists whose members have names, and what names them. */
  private static final Map<String, String> NAMED =
      Map.of(
          "rules", "id",
          "approvals.rules", "id",
          "deviceGroups", "name",
          "zones", "zone",
          "exclusions", "id",
          "suppressions", "id");

  /** Of these the first that matches counts. */
  private static final Set<String> RANKED = Set.of("deviceGroups", "approvals.rules");

  /** What became of a part. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED,
    /** Of a device group or an approval rule, whose rank decides. */
    MOVED
  }

  /**
   * One difference.
   *
   * @param path as {@code rules[malicious-file].gate}
   * @param from null for what was not there
   * @param to null for what is no longer there
   */
  public record Change(Kind kind, String path, @Nullable String from, @Nullable String to) {}

  private PolicyDiff() {}

  /** In the order of the policy's parts; empty when they say the same. */
  public static List<Change> between(Policy from, Policy to) {
    var changes = new ArrayList<Change>();
    JsonNode before = QuaestorJson.mapper().valueToTree(from);
    JsonNode after = QuaestorJson.mapper().valueToTree(to);
    fields("", before, after, changes);
    return List.copyOf(changes);
  }

  private static void fields(String path, JsonNode from, JsonNode to, List<Change> changes) {
    var names = new LinkedHashSet<String>(from.propertyNames());
    names.addAll(to.propertyNames());
    for (var name : names) {
      value(
          path.isEmpty() ? name : path + "." + name,
          NAMED.get(path.isEmpty() ? name : path + "." + name),
          from.path(name),
          to.path(name),
          changes);
    }
  }

  private static void value(
      String path, @Nullable String namedBy, JsonNode from, JsonNode to, List<Change> changes) {
    if (namedBy != null) {
      members(path, namedBy, from, to, changes);
    } else if (from.isObject() && to.isObject()) {
      fields(path, from, to, changes);
    } else if (!isSame(from, to)) {
      changes.add(change(path, from, to));
    }
  }

  private static boolean isSame(JsonNode from, JsonNode to) {
    return from.equals(to) || (isNothing(from) && isNothing(to));
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
  }

  private static Change change(String path, JsonNode from, JsonNode to) {
    var kind = isNothing(from) ? Kind.ADDED : isNothing(to) ? Kind.REMOVED : Kind.CHANGED;
    return new Change(kind, path, text(from), text(to));
  }

  private static @Nullable String text(JsonNode node) {
    return isNothing(node) ? null : node.isString() ? node.asString() : node.toString();
  }

  private static void members(
      String path, String namedBy, JsonNode from, JsonNode to, List<Change> changes) {
    var before = byName(from, namedBy);
    var after = byName(to, namedBy);
    before.forEach(
        (name, member) -> {
          var there = after.get(name);
          if (there == null) {
            changes.add(change(path + "[" + name + "]", member, missing()));
          } else {
            fields(path + "[" + name + "]", member, there, changes);
          }
        });
    after.forEach(
        (name, member) -> {
          if (!before.containsKey(name)) {
            changes.add(change(path + "[" + name + "]", missing(), member));
          }
        });
    ranks(path, before, after, changes);
  }

  /** Only where the order decides, and only of those that were there before. */
  private static void ranks(
      String path,
      Map<String, JsonNode> before,
      Map<String, JsonNode> after,
      List<Change> changes) {
    var was = before.keySet().stream().filter(after::containsKey).toList();
    var is = after.keySet().stream().filter(before::containsKey).toList();
    if (RANKED.contains(path) && !was.equals(is)) {
      changes.add(new Change(Kind.MOVED, path, String.join(" > ", was), String.join(" > ", is)));
    }
  }

  private static Map<String, JsonNode> byName(JsonNode list, String namedBy) {
    var members = new LinkedHashMap<String, JsonNode>();
    // A zone may be there several times.
    for (var member : list) {
      var name = member.path(namedBy).asString("");
      var key = name;
      for (int n = 2; members.containsKey(key); n++) {
        key = name + " (" + n + ")";
      }
      members.put(key, member);
    }
    return members;
  }

  private static JsonNode missing() {
    return QuaestorJson.mapper().missingNode();
  }
}
