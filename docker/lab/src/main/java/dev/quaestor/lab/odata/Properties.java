package dev.quaestor.lab.odata;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Reads and compares properties of JSON entities. */
final class Properties {

  private Properties() {}

  /** The value at a path such as {@code from/emailAddress/address}. */
  static JsonNode of(JsonNode entity, String path) {
    JsonNode node = entity;
    for (String step : path.split("/")) {
      node = node.path(step);
    }
    return node;
  }

  static String text(JsonNode node) {
    return node.isString()
        ? node.asString()
        : node.isValueNode() && !node.isNull() ? node.toString() : "";
  }

  /** Instants by time, numbers by value, all else as text without regard to case. */
  static int compare(String left, String right) {
    if (startsLikeDate(left) && startsLikeDate(right)) {
      try {
        return Instant.parse(left).compareTo(Instant.parse(right));
      } catch (DateTimeParseException notAnInstant) {
        return left.compareToIgnoreCase(right);
      }
    }
    if (left.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")
        && right.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")) {
      return new BigDecimal(left).compareTo(new BigDecimal(right));
    }
    return left.compareToIgnoreCase(right);
  }

  private static boolean startsLikeDate(String text) {
    return text.length() >= 11
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T';
  }
}
