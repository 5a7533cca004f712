package dev.quaestor.starter.api;

import dev.quaestor.alert.AlertSource;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.beans.Introspector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The contract at {@code /v3/api-docs}: as much a part of the API as its answers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final String BEARER = "bearer";

  /** What any call may be refused with; the ones of a single call stand in its description. */
  private static final Map<String, String> PROBLEMS = new LinkedHashMap<>();

  /** Which field of which schema is an entity. */
  private static final Map<String, String> ENTITIES =
      Map.of("Action", "target", "OrderedItem", "target", "Evidence", "entity");

  static {
    PROBLEMS.put(
        "400", "A field, a parameter or the body is not valid; field, line and column say where");
    PROBLEMS.put("401", "The token is missing, unknown, expired or revoked");
    PROBLEMS.put("403", "The token's roles do not allow this");
    PROBLEMS.put("500", "A defect; the detail has the reference under which the server logged it");
    PROBLEMS.put("503", "Temporal or the database is not reachable; send the call again later");
    PROBLEMS.put("504", "No worker or back end answered in time; the call may still take effect");
  }

  @Bean
  OpenAPI contract() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Quaestor")
                .version("v1")
                .description(
                    "Automated investigation and remediation of security alerts. Times are ISO 8601"
                        + " in UTC. Errors are problem documents (RFC 9457). Repeating a call does"
                        + " nothing twice.")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        .addSecurityItem(new SecurityRequirement().addList(BEARER))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                            "A token created with POST /tokens, or the admin token that "
                                + "the starter wrote when it first started")));
  }

  /** {@code actions.list}: by where it is written and not by the order in which calls are found. */
  @Bean
  OperationCustomizer names() {
    return (operation, method) -> {
      var controller = method.getBeanType().getSimpleName().replace("Controller", "");
      return operation.operationId(
          Introspector.decapitalize(controller) + "." + method.getMethod().getName());
    };
  }

  @Bean
  OpenApiCustomizer problems() {
    return api -> {
      ModelConverters.getInstance(true)
          .readAll(ApiProblem.class)
          .forEach(api.getComponents()::addSchemas);
      EntitySchemas.all().forEach(api.getComponents()::addSchemas);
      api.getComponents().addSchemas("QuaestorAlert", EntitySchemas.alert());
      entities(api);
      api.getPaths()
          .forEach(
              (path, item) ->
                  item.readOperations()
                      .forEach(
                          operation -> {
                            PROBLEMS.forEach(
                                (code, description) ->
                                    operation
                                        .getResponses()
                                        .putIfAbsent(code, problem(description)));
                            if (isOfOneThing(path)) {
                              operation
                                  .getResponses()
                                  .putIfAbsent(
                                      "404", problem("There is nothing with this name or id"));
                            }
                          }));
      add(
          api,
          "/api/v1/alerts",
          "413",
          "The body is larger than 10 MiB, or an alert in it is larger than 1 MiB; nothing "
              + "was started");
      for (var decision : new String[] {"approve", "reject"}) {
        var path = "/api/v1/actions/{id}/" + decision;
        add(
            api,
            path,
            "409",
            "It has already been decided, or its plan has changed; the answer contains the action");
      }
      add(
          api,
          "/api/v1/alerts/{alertId}/classify",
          "422",
          "The determination is not valid with this classification");
      add(api, "/api/v1/actions/{id}/undo", "422", "It cannot be undone; the detail says why");
      for (var order : new String[] {"/actions", "/hunting/actions", "/mail/actions"}) {
        add(api, "/api/v1" + order, "422", "The Idempotency-Key was used for something else");
      }
      add(api, "/api/v1/actions/undo", "422", "The actions are not of one type");
      add(api, "/api/v1/actions/{id}/withdraw", "409", "It is not waiting for a decision");
      for (var asked : new String[] {"/hunting/run", "/mail/search"}) {
        add(
            api,
            "/api/v1" + asked,
            "422",
            "A back end refused the request; the detail has its message");
      }
      add(api, "/api/v1/investigations/{id}/cancel", "409", "It has ended");
      add(api, "/api/v1/sign-in-links", "404", "There is no user with this name or id");
      add(api, "/api/v1/sign-in-links", "409", "Somebody has chosen a password already");
      add(api, "/api/v1/users/{id}/password", "409", "A provider keeps the password");
      add(
          api,
          "/api/v1/policy",
          "422",
          "The policy is not valid; each problem has its line and reason");
      add(
          api,
          "/api/v1/policy/backtest",
          "422",
          "The policy is not valid; each problem has its line and reason");
      RequestSchemas.into(api);
      csv(api);
      formats(api);
      exact(api);
    };
  }

  /** Bodies are read exactly; those of intake have no properties here and stay open. */
  private static void exact(OpenAPI api) {
    api.getPaths().values().stream()
        .flatMap(item -> item.readOperations().stream())
        .map(Operation::getRequestBody)
        .filter(body -> body != null && body.getContent() != null)
        .flatMap(body -> body.getContent().values().stream())
        .forEach(content -> exact(api, content.getSchema()));
  }

  private static void exact(OpenAPI api, @Nullable Schema<?> schema) {
    if (schema == null) {
      return;
    }
    exact(api, schema.getItems());
    var ref = schema.get$ref();
    Schema<?> named =
        ref == null
            ? null
            : api.getComponents().getSchemas().get(ref.substring(ref.lastIndexOf('/') + 1));
    // What a choice allows beside itself would be nothing, and so it would forbid all that it
    // names.
    if (named == null || named.getAdditionalProperties() != null || named.getOneOf() != null) {
      return;
    }
    named.setAdditionalProperties(false);
    if (named.getProperties() != null) {
      named.getProperties().values().forEach(property -> exact(api, property));
    }
  }

  /** Its path, or for two revisions of the policy its query, names what there may not be. */
  private static boolean isOfOneThing(String path) {
    return path.contains("{") || path.equals("/api/v1/policy/diff");
  }

  private static void add(OpenAPI api, String path, String code, String description) {
    var item = api.getPaths().get(path);
    if (item != null) {
      item.readOperationsMap().entrySet().stream()
          .filter(e -> e.getKey() != HttpMethod.GET)
          .forEach(e -> e.getValue().getResponses().addApiResponse(code, problem(description)));
    }
  }

  private static void entities(OpenAPI api) {
    ENTITIES.forEach(
        (schema, field) -> {
          var named = api.getComponents().getSchemas().get(schema);
          if (named != null && named.getProperties() != null) {
            named.addProperty(field, EntitySchemas.reference(EntitySchemas.NAME));
          }
        });
    var item = api.getPaths().get("/api/v1/alerts");
    var json =
        item == null ? null : item.getPost().getRequestBody().getContent().get("application/json");
    if (json != null) {
      // Any vendor's document comes here too: ours is one of those that are meant.
      json.setSchema(
          new Schema<>()
              .addAnyOfItem(EntitySchemas.reference("QuaestorAlert"))
              .addAnyOfItem(new ObjectSchema().description("A vendor's own alert"))
              .addAnyOfItem(new ArraySchema().items(new ObjectSchema())));
    }
  }

  private static void formats(OpenAPI api) {
    var item = api.getPaths().get("/api/v1/alerts");
    if (item != null) {
      item.getPost().getParameters().stream()
          .filter(parameter -> parameter.getName().equals("format"))
          .forEach(parameter -> parameter.setSchema(new StringSchema()._enum(AlertSource.names())));
    }
  }

  private static void csv(OpenAPI api) {
    var item = api.getPaths().get("/api/v1/actions");
    var listed = item == null ? null : item.getGet().getResponses().get("200");
    if (listed != null && listed.getContent() != null) {
      listed.getContent().addMediaType("text/csv", new MediaType().schema(new StringSchema()));
    }
  }

  private static ApiResponse problem(String description) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    "application/problem+json",
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }
}
