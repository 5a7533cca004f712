package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Indicators: a POST for a value that is there already updates it. */
final class IndicatorsApi {

  private static final int MAX_BATCH = 500;
  private static final int MAX_INDICATORS = 15_000;

  private static final Set<String> TYPES =
      Set.of(
          "FileSha1",
          "FileSha256",
          "FileMd5",
          "CertificateThumbprint",
          "IpAddress",
          "DomainName",
          "Url");
  private static final Set<String> ACTIONS =
      Set.of("Allowed", "Audit", "Block", "BlockAndRemediate", "Warn", "Alert", "AlertAndBlock");
  private static final List<String> WRITABLE =
      List.of(
          "indicatorValue",
          "indicatorType",
          "action",
          "application",
          "severity",
          "title",
          "description",
          "recommendedActions",
          "expirationTime",
          "rbacGroupNames",
          "educateUrl",
          "generateAlert");

  private static final Listing INDICATORS =
      new Listing(
          Set.of(
              "id",
              "indicatorValue",
              "indicatorType",
              "action",
              "application",
              "createdBy",
              "createdByDisplayName",
              "severity",
              "title",
              "sourceType",
              "creationTimeDateTimeUtc",
              "expirationTime",
              "lastUpdateTime"),
          10_000,
          false);

  private final Tenant tenant;

  IndicatorsApi(Tenant tenant) {
    this.tenant = tenant;
  }

  void routes(Router router) {
    router
        .on("GET /api/indicators", this::list)
        .on("POST /api/indicators", this::submit)
        .on("POST /api/indicators/import", this::importBatch)
        .on("DELETE /api/indicators/*", this::delete);
  }

  private Reply list(Call call) {
    List<ObjectNode> all = new ArrayList<>(tenant.indicators().values());
    return Reply.ok(INDICATORS.page(call, DefenderReplies.context(call, "Indicators"), all));
  }

  private Reply submit(Call call) {
    ObjectNode body = call.json();
    String wrong = wrong(body);
    if (wrong != null) {
      throw Refusal.badRequest("InvalidInput", wrong);
    }
    return Reply.ok(DefenderReplies.entity(call, "Indicators", upsert(call, body)));
  }

  private Reply importBatch(Call call) {
    JsonNode batch = call.json().path("Indicators");
    if (!batch.isArray()) {
      throw Refusal.badRequest("MissingRequiredParameter", "Parameter Indicators is missing");
    }
    if (batch.size() > MAX_BATCH) {
      throw Refusal.badRequest("MaximumBatchSizeExceeded", "Maximum batch size is " + MAX_BATCH);
    }
    ObjectNode answer = LabJson.object();
    ArrayNode value = answer.putArray("value");
    for (JsonNode indicator : batch) {
      String wrong = wrong(indicator);
      ObjectNode result = value.addObject();
      if (wrong == null && indicator instanceof ObjectNode object) {
        result.put("id", LabJson.text(upsert(call, object), "id"));
      } else {
        result.putNull("id");
      }
      result.put("indicator", LabJson.text(indicator, "indicatorValue"));
      result.put("isFailed", wrong != null);
      result.put("failureReason", wrong);
    }
    return Reply.ok(answer);
  }

  private Reply delete(Call call) {
    if (tenant.indicators().remove(call.argument(0)) == null) {
      throw Refusal.notFound(
          "ResourceNotFound", "Indicator " + call.argument(0) + " was not found");
    }
    return Reply.empty(204);
  }

  /** What is wrong with an indicator, or null. */
  private @Nullable String wrong(JsonNode indicator) {
    for (String field :
        List.of("indicatorValue", "indicatorType", "action", "title", "description")) {
      if (LabJson.text(indicator, field).isBlank()) {
        return "Parameter " + field + " is missing";
      }
    }
    if (!TYPES.contains(LabJson.text(indicator, "indicatorType"))) {
      return "The indicator type is not supported";
    }
    if (!ACTIONS.contains(LabJson.text(indicator, "action"))) {
      return "The action is not supported";
    }
    return tenant.indicators().size() >= MAX_INDICATORS
        ? "The limit of indicators is reached"
        : null;
  }

  private ObjectNode upsert(Call call, ObjectNode given) {
    String now = LabJson.defenderTime(tenant.clock().instant());
    ObjectNode indicator = existing(given);
    if (indicator == null) {
      indicator = LabJson.object();
      String id = Long.toString(tenant.nextNumber());
      indicator.put("id", id);
      indicator.put("source", call.caller());
      indicator.put("sourceType", "AadApp");
      indicator.put("createdBy", call.caller());
      indicator.put("createdBySource", "PublicApi");
      indicator.put("creationTimeDateTimeUtc", now);
      indicator.putNull("lastUpdatedBy");
      indicator.putArray("rbacGroupIds");
      tenant.indicators().put(id, indicator);
    } else {
      indicator.put("lastUpdatedBy", call.caller());
    }
    for (String field : WRITABLE) {
      JsonNode value = given.get(field);
      if (value != null) {
        indicator.set(field, value);
      } else if (!indicator.has(field)) {
        indicator.putNull(field);
      }
    }
    indicator.put("lastUpdateTime", now);
    return indicator;
  }

  private @Nullable ObjectNode existing(ObjectNode given) {
    for (ObjectNode indicator : tenant.indicators().values()) {
      if (LabJson.text(indicator, "indicatorValue")
              .equalsIgnoreCase(LabJson.text(given, "indicatorValue"))
          && LabJson.text(indicator, "indicatorType")
              .equals(LabJson.text(given, "indicatorType"))) {
        return indicator;
      }
    }
    return null;
  }
}
