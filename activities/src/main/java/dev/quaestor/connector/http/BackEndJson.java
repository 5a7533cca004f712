package dev.quaestor.connector.http;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reading vendors' JSON tolerantly: a field that is missing, null, of another case or of another
 * type is no reason to break.
 */
public final class BackEndJson {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern OFFSET = Pattern.compile("[+-][0-9]{2}:[0-9]{2}");
  private static final int OFFSET_LENGTH = 6;

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private BackEndJson() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * @throws tools.jackson.core.JacksonException when it is no JSON
   */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /**
   * @throws tools.jackson.core.JacksonException when it is no JSON
   */
  public static JsonNode parse(byte[] text) {
    return MAPPER.readTree(text);
  }

  /** The first of these fields that is there and not null; in whatever case it is written. */
  public static JsonNode field(JsonNode object, String... names) {
    for (var name : names) {
      var exact = object.path(name);
      if (!exact.isMissingNode() && !exact.isNull()) {
        return exact;
      }
    }
    for (var name : names) {
      for (var property : object.properties()) {
        if (property.getKey().equalsIgnoreCase(name) && !property.getValue().isNull()) {
          return property.getValue();
        }
      }
    }
    return MissingNode.getInstance();
  }

  /** Text, or a number or truth value as text; null when it is neither, missing or empty. */
  public static @Nullable String text(JsonNode object, String... names) {
    var value = field(object, names);
    if (!value.isValueNode() || value.isNull() || value.isMissingNode()) {
      return null;
    }
    var text = value.asString("");
    return text.isEmpty() ? null : text;
  }

  public static String textOr(JsonNode object, String name, String otherwise) {
    var text = text(object, name);
    return text == null ? otherwise : text;
  }

  public static @Nullable Long number(JsonNode object, String name) {
    var value = field(object, name);
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.asLong();
    }
    var text = text(object, name);
    return text != null && WHOLE_NUMBER.matches(text) ? Long.valueOf(text) : null;
  }

  public static @Nullable Boolean truth(JsonNode object, String name) {
    var value = field(object, name);
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    var text = text(object, name);
    return "true".equalsIgnoreCase(text)
        ? Boolean.TRUE
        : "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
  }

  /** An ISO-8601 time; without a zone it is UTC, as Microsoft's fields ending in Utc are. */
  public static @Nullable Instant time(JsonNode object, String... names) {
    var text = text(object, names);
    if (text == null) {
      return null;
    }
    try {
      var zoned = isZoned(text) ? text : text + "Z";
      return OffsetDateTime.parse(zoned).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /** Times come by the hundred in one answer, and almost all end with the same letter. */
  private static boolean isZoned(String time) {
    return time.endsWith("Z")
        || time.endsWith("z")
        || (time.length() > OFFSET_LENGTH
            && OFFSET.matches(time.substring(time.length() - OFFSET_LENGTH)));
  }

  /** The texts of an array; a single text is an array of one. */
  public static List<String> texts(JsonNode object, String name) {
    var texts = new ArrayList<String>();
    var value = field(object, name);
    if (value.isArray()) {
      for (var item : value) {
        if (item.isString() && !item.asString().isBlank()) {
          texts.add(item.asString());
        }
      }
    } else if (value.isString() && !value.asString().isBlank()) {
      texts.add(value.asString());
    }
    return texts;
  }

  /** The objects of an array; anything else in it is left out. */
  public static List<JsonNode> objects(JsonNode object, String name) {
    var objects = new ArrayList<JsonNode>();
    for (var item : field(object, name)) {
      if (item.isObject()) {
        objects.add(item);
      }
    }
    return objects;
  }
}
