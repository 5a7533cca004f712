package dev.quaestor.starter.intake.wazuh;

import dev.quaestor.starter.intake.json.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * The values of {@code data.win.eventdata}: the event channel's decoder escapes backslashes and
 * quotes before they are escaped for JSON again. Values of other origin are not escaped, so that
 * each is looked at: in an escaped one no backslash stands alone.
 */
final class EventChannel {
  private EventChannel() {}

  static @Nullable Fields plain(@Nullable Fields events) {
    if (events == null) {
      return null;
    }
    var plain = JsonNodeFactory.instance.objectNode();
    for (var property : events.node().properties()) {
      plain.set(property.getKey(), plain(property.getValue()));
    }
    return Fields.lenient(plain);
  }

  private static JsonNode plain(JsonNode value) {
    var text = value.isString() ? value.stringValue() : "";
    return isEscaped(text) ? StringNode.valueOf(unescaped(text)) : value;
  }

  /** Only the two at the start of a server's name may be meant. */
  private static boolean isEscaped(String text) {
    var found = false;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        continue;
      }
      var next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (next != '\\' && next != '"') {
        return false;
      }
      found = found || i > 0 || next == '"' || text.startsWith("\\\\\\\\");
      i++;
    }
    return found;
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
