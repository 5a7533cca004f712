package dev.quaestor.starter.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an entity is, for the contract: read from the records that are written as JSON. */
@SuppressWarnings({"rawtypes", "unchecked"}) // Schemas hold others without their type.
final class EntitySchemas {
  static final String NAME = "Entity";

  private EntitySchemas() {}

  static Schema<?> reference(String name) {
    return new Schema<>().$ref("#/components/schemas/" + name);
  }

  /** Every kind of entity, and the choice among them, by the names of their schemas. */
  static Map<String, Schema<?>> all() {
    var schemas = new LinkedHashMap<String, Schema<?>>();
    var kinds = Entity.class.getAnnotation(JsonSubTypes.class).value();
    var discriminator = new Discriminator().propertyName("type");
    var any =
        new Schema<>().description("Something that was named or found; type says of which kind");
    for (var kind : kinds) {
      var name = nameOf(kind.name());
      schemas.put(name, withType(object(kind.value()), kind.name()));
      discriminator.mapping(kind.name(), "#/components/schemas/" + name);
      any.addOneOfItem(reference(name));
    }
    schemas.put(NAME, any.discriminator(discriminator));
    return schemas;
  }

  private static String nameOf(String kind) {
    return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + NAME;
  }

  private static Schema<?> withType(Schema<?> schema, String kind) {
    schema.addProperty("type", new StringSchema()._enum(List.of(kind)));
    schema.setRequired(List.of("type"));
    return schema;
  }

  private static Schema<?> object(Class<?> shape) {
    var schema = new ObjectSchema();
    for (var component : shape.getRecordComponents()) {
      schema.addProperty(component.getName(), of(component.getGenericType()));
    }
    return schema;
  }

  private static Schema<?> of(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new ArraySchema().items(of(list.getActualTypeArguments()[0]));
    }
    if (!(type instanceof Class<?> plain)) {
      return new ObjectSchema();
    }
    if (plain.isEnum()) {
      return new StringSchema()
          ._enum(Arrays.stream(plain.getEnumConstants()).map(String::valueOf).toList());
    }
    if (plain == String.class || plain == EntityKey.class) {
      return new StringSchema();
    }
    if (plain == Instant.class) {
      return new DateTimeSchema();
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return new BooleanSchema();
    }
    if (plain.isPrimitive() || Number.class.isAssignableFrom(plain)) {
      return new IntegerSchema().format(null);
    }
    return plain.isRecord() ? object(plain) : new ObjectSchema();
  }

  /** An alert in Quaestor's own JSON. */
  static Schema<?> alert() {
    var entity =
        new Schema<>()
            .addAllOfItem(reference(NAME))
            .addAllOfItem(
                new ObjectSchema()
                    .addProperty(
                        "verdict",
                        words("MALICIOUS", "SUSPICIOUS", "NO_THREATS_FOUND", "UNKNOWN")
                            .description("What the sensor says about it"))
                    .addProperty("detectionStatus", new StringSchema())
                    .addProperty("roles", new ArraySchema().items(new StringSchema())));
    var alert =
        new ObjectSchema()
            .description("An alert in Quaestor's own JSON")
            .addProperty("quaestor", words("alert/v1"))
            .addProperty("id", new StringSchema().description("The same id means the same alert"))
            .addProperty("title", new StringSchema())
            .addProperty("description", new StringSchema())
            .addProperty("severity", words("INFORMATIONAL", "LOW", "MEDIUM", "HIGH"))
            .addProperty("category", new StringSchema())
            .addProperty(
                "techniques",
                new ArraySchema()
                    .items(new StringSchema())
                    .description("ATT&CK techniques, e.g. T1059.001"))
            .addProperty("detectionSource", new StringSchema())
            .addProperty("createdAt", new DateTimeSchema())
            .addProperty("firstActivityAt", new DateTimeSchema())
            .addProperty("entities", new ArraySchema().items(entity).minItems(1));
    alert.setRequired(List.of("quaestor", "id", "title", "entities"));
    return alert;
  }

  private static Schema<?> words(String... words) {
    return new StringSchema()._enum(List.of(words));
  }
}
