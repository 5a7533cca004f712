package dev.quaestor.starter.ocsf;

import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.QuaestorJson;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The attributes of one OCSF object. What is not known is left out rather than written as null, and
 * text that others wrote is cut to a bound, because one hostile title must not make an event that
 * no receiver takes.
 */
final class Attributes {
  /** OCSF allows 65,535 characters; nobody reads that many, and a receiver has limits too. */
  static final int LONGEST = 2_000;

  private final ObjectNode node = QuaestorJson.mapper().createObjectNode();

  Attributes put(String name, @Nullable String text) {
    return put(name, text, LONGEST);
  }

  Attributes put(String name, @Nullable String text, int longest) {
    if (text != null && !text.isEmpty()) {
      node.put(name, Excerpt.of(text, longest));
    }
    return this;
  }

  Attributes put(String name, long number) {
    node.put(name, number);
    return this;
  }

  Attributes putIfKnown(String name, @Nullable Long number) {
    if (number != null) {
      node.put(name, number);
    }
    return this;
  }

  Attributes put(String name, double number) {
    node.put(name, number);
    return this;
  }

  Attributes put(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  /** A {@code timestamp_t}: milliseconds since 1970 in UTC. */
  Attributes put(String name, @Nullable Instant at) {
    if (at != null) {
      node.put(name, at.toEpochMilli());
    }
    return this;
  }

  /** The pair that OCSF has for every enumeration: {@code x_id} and its caption {@code x}. */
  Attributes put(String name, Code code) {
    node.put(name + "_id", code.id());
    node.put(name, code.caption());
    return this;
  }

  Attributes put(String name, @Nullable Attributes object) {
    if (object != null && !object.node.isEmpty()) {
      node.set(name, object.node);
    }
    return this;
  }

  Attributes put(String name, List<Attributes> objects) {
    if (!objects.isEmpty()) {
      var array = node.putArray(name);
      objects.forEach(o -> array.add(o.node));
    }
    return this;
  }

  Attributes texts(String name, Collection<String> texts) {
    if (!texts.isEmpty()) {
      var array = node.putArray(name);
      texts.forEach(t -> array.add(Excerpt.of(t, LONGEST)));
    }
    return this;
  }

  ObjectNode node() {
    return node;
  }
}
