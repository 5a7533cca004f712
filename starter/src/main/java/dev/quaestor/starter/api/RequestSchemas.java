package dev.quaestor.starter.api;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.Arrays;
import java.util.List;

/**
 * Bodies that are read byte by byte, so that a refusal names line and column: no record tells their
 * shape to the contract, so it is told here.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Schemas hold others without their type.
final class RequestSchemas {
  private static final int MOST_AT_ONCE = 1000;

  private RequestSchemas() {}

  static void into(OpenAPI api) {
    describe(api, "/api/v1/actions", "ActionOrder", order());
    describe(api, "/api/v1/investigations", "ManualInvestigation", investigation());
    describe(api, "/api/v1/investigations/{id}/missed", "Missed", missed());
  }

  private static Schema<?> order() {
    return required(
        new ObjectSchema()
            .addProperty("type", words(ActionType.values()))
            .addProperty("target", EntitySchemas.reference(EntitySchemas.NAME))
            .addProperty("targets", entities().maxItems(MOST_AT_ONCE))
            .addProperty(
                "devices",
                new ArraySchema()
                    .items(new StringSchema())
                    .minItems(1)
                    .maxItems(MOST_AT_ONCE)
                    .description("Device ids, with a file as the target or without a target"))
            .addProperty(
                "parameters",
                new ObjectSchema().description("By name, as GET /actions/types lists them"))
            .addProperty("source", words(ActionSource.values()))
            .addProperty("investigationId", new StringSchema())
            .addProperty("comment", new StringSchema())
            .addProperty(
                "propose",
                new BooleanSchema()
                    .description("true: leave it to an approver; false: run it or refuse it")),
        "type");
  }

  private static Schema<?> investigation() {
    return required(
        new ObjectSchema()
            .addProperty("title", new StringSchema())
            .addProperty(
                "severity",
                new StringSchema()._enum(List.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH")))
            .addProperty("entities", entities())
            .addProperty("comment", new StringSchema()),
        "title",
        "entities");
  }

  private static Schema<?> missed() {
    return required(
        new ObjectSchema()
            .addProperty("entity", EntitySchemas.reference(EntitySchemas.NAME))
            .addProperty("comment", new StringSchema()),
        "entity");
  }

  private static ArraySchema entities() {
    var entities = new ArraySchema().items(EntitySchemas.reference(EntitySchemas.NAME));
    entities.setMinItems(1);
    return entities;
  }

  private static <E extends Enum<E>> Schema<?> words(E[] all) {
    return new StringSchema()._enum(Arrays.stream(all).map(Enum::name).toList());
  }

  private static Schema<?> required(Schema<?> schema, String... fields) {
    schema.setRequired(List.of(fields));
    return schema;
  }

  /** The example stays beside it. */
  private static void describe(OpenAPI api, String path, String name, Schema<?> schema) {
    var item = api.getPaths().get(path);
    var body =
        item == null ? null : item.getPost().getRequestBody().getContent().get("application/json");
    if (body != null) {
      api.getComponents().addSchemas(name, schema);
      var example = body.getSchema() == null ? null : body.getSchema().getExample();
      body.setSchema(EntitySchemas.reference(name));
      if (example != null) {
        body.setExample(example);
      }
    }
  }
}
