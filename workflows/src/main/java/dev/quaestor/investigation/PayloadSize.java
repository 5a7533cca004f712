package dev.quaestor.investigation;

import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How much room values take in a payload, so that none comes near the 2 MiB that a server lets
 * pass. Only texts are weighed, as they are escaped, with a flat addition for their names: what a
 * later release adds to a record, empty in old cases, must not change where an old case was cut.
 */
final class PayloadSize {
  /** Leaves room for names, numbers and what the other side adds. */
  static final long MOST = 1_000_000;

  private static final int NAME = 40;

  private PayloadSize() {}

  static long of(Object value) {
    return of(QuaestorJson.mapper().<JsonNode>valueToTree(value));
  }

  private static long of(JsonNode node) {
    if (node.isString()) {
      return NAME + escaped(node.asString());
    }
    var sum = 0L;
    for (var child : node) {
      sum += of(child);
    }
    return sum;
  }

  private static long escaped(String text) {
    var sum = 0L;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      sum += c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
    }
    return sum;
  }

  /** The first of these that together weigh no more than that, and at least one. */
  static <T> List<T> prefix(List<T> all, long most) {
    var sum = 0L;
    for (var i = 0; i < all.size(); i++) {
      sum += of(all.get(i));
      if (sum > most && i > 0) {
        return all.subList(0, i);
      }
    }
    return all;
  }
}
