package dev.quaestor.starter.intake.wazuh;

import dev.quaestor.starter.intake.json.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * The values of {@code data.win.eventdata}: the event channel's decoder escapes backslashes and
 * quotes before they are escaped for JSON again. Events of other origin are not escaped, so that
 * each is looked at: in an escaped one no backslash stands alone.
 */
final class EventChannel {
  private EventChannel() {}

  static @Nullable Fields plain(@Nullable Fields events) {
    if (events == null) {
      return null;
    }
    var isEscaped =
        events.node().values().stream()
            .anyMatch(v -> v.isString() && shows(v.stringValue()) && isWhole(v.stringValue()));
    var plain = JsonNodeFactory.instance.objectNode();
    for (var property : events.node().properties()) {
      plain.set(property.getKey(), isEscaped ? plain(property.getValue()) : property.getValue());
    }
    return Fields.lenient(plain);
  }

  private static JsonNode plain(JsonNode value) {
    var text = value.isString() ? value.stringValue() : "";
    return text.indexOf('\\') >= 0 && isWhole(text) ? StringNode.valueOf(unescaped(text)) : value;
  }

  /** Two backslashes at the start are those of a server's name as well. */
  private static boolean shows(String text) {
    return text.indexOf("\\\\", 1) > 0 || text.indexOf("\\\"") >= 0;
  }

  /** No backslash stands alone. */
  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        var next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
        if (next != '\\' && next != '"') {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
