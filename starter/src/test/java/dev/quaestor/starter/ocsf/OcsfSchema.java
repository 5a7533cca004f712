package dev.quaestor.starter.ocsf;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * OCSF 1.3.0 as its project exports it (see SOURCE.txt), and whether an event is valid against it:
 * required and known attributes, types with their patterns and lengths, enumerations, constraints.
 */
public final class OcsfSchema {
  private static final JsonNode SCHEMA = read();

  private OcsfSchema() {}

  private static JsonNode read() {
    try (var in = OcsfSchema.class.getResourceAsStream("/ocsf/1.3.0.json")) {
      return QuaestorJson.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is wrong with an event; empty when it is valid. */
  public static List<String> problems(JsonNode event) {
    var problems = new ArrayList<String>();
    for (var schemaClass : SCHEMA.path("classes")) {
      if (schemaClass.path("uid").asInt() == event.path("class_uid").asInt()) {
        check("", schemaClass, event, problems);
        long type = event.path("class_uid").asLong() * 100 + event.path("activity_id").asLong();
        if (event.path("type_uid").asLong() != type) {
          problems.add("type_uid is not class * 100 + activity");
        }
        if (!SCHEMA.path("version").equals(event.path("metadata").path("version"))) {
          problems.add("metadata.version is not the schema's");
        }
        return problems;
      }
    }
    problems.add("class_uid is of no class: " + event.path("class_uid"));
    return problems;
  }

  private static void check(String at, JsonNode object, JsonNode value, List<String> problems) {
    var attributes = object.path("attributes");
    for (var known : attributes.properties()) {
      if (known.getValue().path("requirement").asString("").equals("required")
          && !value.has(known.getKey())) {
        problems.add(at + known.getKey() + " is missing");
      }
    }
    for (var given : value.properties()) {
      var name = at + given.getKey();
      var attribute = attributes.path(given.getKey());
      if (attribute.isMissingNode()) {
        problems.add(name + " is not in the schema");
      } else if (attribute.path("is_array").asBoolean()) {
        if (!given.getValue().isArray()) {
          problems.add(name + " is no array");
        }
        given.getValue().forEach(item -> checkValue(name, attribute, item, problems));
      } else {
        checkValue(name, attribute, given.getValue(), problems);
      }
    }
    constraints(at, object.path("constraints"), value, problems);
  }

  private static void constraints(
      String at, JsonNode constraints, JsonNode value, List<String> problems) {
    var oneOf = constraints.path("at_least_one");
    if (oneOf.isArray()) {
      var present = false;
      for (var name : oneOf) {
        present |= value.has(name.asString());
      }
      if (!present) {
        problems.add(at + " needs one of " + oneOf);
      }
    }
  }

  private static void checkValue(
      String name, JsonNode attribute, JsonNode value, List<String> problems) {
    var type = attribute.path("type").asString();
    if (type.equals("object_t")) {
      if (!value.isObject()) {
        problems.add(name + " is no object");
      } else if (!attribute.path("object_type").asString().equals("object")) {
        check(
            name + ".",
            SCHEMA.path("objects").path(attribute.path("object_type").asString()),
            value,
            problems);
      }
      return;
    }
    checkType(name, type, value, problems);
    var allowed = attribute.path("enum");
    if (allowed.isObject() && !allowed.has(value.asString())) {
      problems.add(name + " has no value " + value);
    }
  }

  private static void checkType(String name, String type, JsonNode value, List<String> problems) {
    var definition = SCHEMA.path("types").path(type);
    var primitive = definition.path("type").asString(type);
    var right =
        switch (primitive) {
          case "string_t" -> value.isString();
          case "integer_t", "long_t" -> value.isIntegralNumber();
          case "float_t" -> value.isNumber();
          case "boolean_t" -> value.isBoolean();
          case "json_t" -> true;
          default -> false;
        };
    if (!right) {
      problems.add(name + " is no " + type + ": " + value);
      return;
    }
    if (definition.has("regex")
        && !Pattern.compile(definition.path("regex").asString()).matcher(value.asString()).find()) {
      problems.add(name + " does not look like a " + type + ": " + value);
    }
    if (definition.has("max_len")
        && value.asString().length() > definition.path("max_len").asInt()) {
      problems.add(name + " is longer than a " + type + " may be");
    }
  }
}
