package dev.quaestor.starter.cli;

import dev.quaestor.entity.Entity;
import dev.quaestor.wire.QuaestorJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is read out of the server's answers, gently: what is missing is empty, never a failure. */
final class Fields {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private Fields() {}

  static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /** An instant in UTC to the minute, as lists show it. */
  static String minute(JsonNode node, String name) {
    return time(text(node, name), MINUTE);
  }

  static String second(JsonNode node, String name) {
    return time(text(node, name), SECOND);
  }

  private static String time(String text, DateTimeFormatter format) {
    try {
      return text.isEmpty() ? "" : format.format(Instant.parse(text));
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** An entity in a few words; one of a newer server by whatever names it has. */
  static String entity(JsonNode entity) {
    try {
      return QuaestorJson.mapper().treeToValue(entity, Entity.class).label();
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      return entity.isString() ? entity.asString() : entity.toString();
    }
  }

  /** What an action does to what, in one line. */
  static String summary(JsonNode action) {
    var summary = text(action, "summary");
    return summary.isEmpty() ? text(action, "type") + " " + entity(action.path("target")) : summary;
  }
}
