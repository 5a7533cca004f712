package dev.quaestor.tools.verdicts;

import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One line of a {@code .jsonl}: a raw mail ({@code rawLatin1} or {@code raw}), a mail that was
 * taken apart ({@code sender}, {@code subject}, {@code body}), a host ({@code type}, {@code
 * value}), or an alert.
 */
final class JsonLine {
  private static final AlertReader ALERTS = new AlertReader();

  private JsonLine() {}

  static void read(String name, String line, Items items) {
    JsonNode node;
    try {
      node = QuaestorJson.mapper().readTree(line);
    } catch (JacksonException broken) {
      items.unread(name, "is not valid JSON");
      return;
    }
    read(name, node, line, items);
  }

  private static void read(String name, JsonNode node, String line, Items items) {
    if (node.path("rawLatin1").isString()) {
      var raw = node.path("rawLatin1").asString();
      payload(name, raw.getBytes(StandardCharsets.ISO_8859_1), items);
    } else if (node.path("raw").isString()) {
      payload(name, node.path("raw").asString().getBytes(StandardCharsets.UTF_8), items);
    } else if (node.path("body").isString() && node.has("sender")) {
      payload(name, message(node), items);
    } else if (node.path("value").isString() && node.path("type").isString()) {
      host(name, node.path("value").asString(), items);
    } else {
      payload(name, line.getBytes(StandardCharsets.UTF_8), items);
    }
  }

  static void host(String name, String entry, Items items) {
    Hosts.evidence(entry)
        .ifPresentOrElse(
            evidence -> items.read(name, evidence), () -> items.unread(name, "names no host"));
  }

  /** A mail, an alert or several. */
  static void payload(String name, byte[] bytes, Items items) {
    switch (ALERTS.read(bytes, null, null)) {
      case Reading.Read read -> {
        var alerts = read.alerts();
        for (int i = 0; i < alerts.size(); i++) {
          items.read(alerts.size() == 1 ? name : name + "#" + (i + 1), alerts.get(i).evidence());
        }
        read.broken().forEach(b -> items.unread(name + b.path(), b.message()));
      }
      case Reading.Refused refused ->
          items.unread(
              name,
              refused.problems().stream()
                  .limit(3)
                  .map(p -> p.path().isEmpty() ? p.message() : p.path() + " " + p.message())
                  .collect(Collectors.joining("; ")));
    }
  }

  /** Written as a message again: what is not known of it stays out, as its way and its id. */
  private static byte[] message(JsonNode node) {
    var message = new StringBuilder();
    field(message, "From", node.path("sender").asString(""));
    field(message, "To", node.path("receiver").asString(""));
    field(message, "Date", node.path("date").asString(""));
    field(message, "Subject", node.path("subject").asString(""));
    message.append("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
    message.append(node.path("body").asString(""));
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void field(StringBuilder message, String name, String value) {
    if (!value.isBlank()) {
      var line = value.replaceAll("[\\x00-\\x1f]+", " ").strip();
      message.append(name).append(": ").append(line).append('\n');
    }
  }
}
