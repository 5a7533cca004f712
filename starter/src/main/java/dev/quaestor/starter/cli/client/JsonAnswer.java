package dev.quaestor.starter.cli.client;

import dev.quaestor.entity.Entity;
import dev.quaestor.wire.QuaestorJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is read out of the server's answers, gently: what is missing is empty, never a failure. */
public final class JsonAnswer {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final Duration BRIEF = Duration.ofMinutes(10);

  private JsonAnswer() {}

  public static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /** An instant in UTC to the minute, as lists show it. */
  public static String minute(JsonNode node, String name) {
    return time(text(node, name), MINUTE);
  }

  /** The same of a deadline, to the second where it is but minutes away. */
  public static String deadline(JsonNode node, String name) {
    try {
      var left = Duration.between(Instant.now(), Instant.parse(text(node, name)));
      return left.isPositive() && left.compareTo(BRIEF) < 0
          ? second(node, name)
          : minute(node, name);
    } catch (DateTimeException e) {
      return minute(node, name);
    }
  }

  public static String second(JsonNode node, String name) {
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
  public static String entity(JsonNode entity) {
    try {
      return QuaestorJson.mapper().treeToValue(entity, Entity.class).label();
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      return entity.isString() ? entity.asString() : entity.toString();
    }
  }

  /** What a piece of evidence is about, as the server labels it, and what alerts call it. */
  public static String evidence(JsonNode evidence) {
    var label = text(evidence, "label");
    var called = new ArrayList<String>();
    evidence.path("aliases").forEach(alias -> called.add(alias.asString()));
    var holders = new ArrayList<String>();
    evidence.path("perhaps").forEach(holder -> holders.add(text(holder, "device")));
    return (label.isEmpty() ? entity(evidence.path("entity")) : label)
        + (called.isEmpty() ? "" : " (alias " + String.join(", ", called) + ")")
        + (holders.isEmpty() ? "" : " (perhaps " + String.join(" or ", holders) + ")");
  }

  /** An event of the ledger in one line: its plain values by name, the nested ones left out. */
  public static String event(JsonNode event) {
    var parts = new ArrayList<String>();
    for (var property : event.properties()) {
      var value = property.getValue();
      if (property.getKey().equals("type")) {
        continue;
      }
      if (value.isValueNode() && !value.isNull()) {
        parts.add(property.getKey() + "=" + value.asString());
      } else if (value.isObject()) {
        var nested = text(value, "type");
        parts.add(nested.isEmpty() ? event(value) : property.getKey() + "=" + nested);
      }
    }
    return String.join("  ", parts.stream().filter(p -> !p.isEmpty()).toList());
  }

  /** A list of words, with commas between them. */
  public static String list(JsonNode node, String name) {
    var words = new ArrayList<String>();
    node.path(name).forEach(word -> words.add(word.asString()));
    return String.join(", ", words);
  }

  /** A device with its group and system, as far as they are known. */
  public static String device(JsonNode device) {
    var known = new ArrayList<String>();
    for (var name : new String[] {"group", "system"}) {
      if (!text(device, name).isEmpty()) {
        known.add(text(device, name));
      }
    }
    return text(device, "name") + (known.isEmpty() ? "" : " (" + String.join(", ", known) + ")");
  }

  /**
   * Who decided an action or what took its place, as it follows the decision; empty when nobody
   * did.
   */
  public static String by(JsonNode action) {
    var by = text(action, "decidedBy");
    if (by.isEmpty()) {
      var newer = text(action, "supersededBy");
      return newer.isEmpty() ? "" : " by " + newer;
    }
    return " by " + by + (isUnverified(action) ? " (not verified)" : "");
  }

  /** What was decided; of a proposal that its author took back, that. */
  public static String decision(JsonNode action) {
    var decision = text(action, "decision");
    return decision.equals("REJECTED") && text(action, "channel").equals("REQUESTER")
        ? "WITHDRAWN"
        : decision;
  }

  private static boolean isUnverified(JsonNode action) {
    return action.path("verified").isBoolean() && !action.path("verified").asBoolean();
  }

  /** What an action does to what, in one line. */
  public static String summary(JsonNode action) {
    var summary = text(action, "summary");
    return summary.isEmpty() ? text(action, "type") + " " + entity(action.path("target")) : summary;
  }
}
