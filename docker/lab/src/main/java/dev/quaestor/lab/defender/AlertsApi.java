package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Defender's alerts and the records of its own investigations. */
final class AlertsApi {

  private static final Listing ALERTS =
      new Listing(
          Set.of(
              "id",
              "incidentId",
              "alertCreationTime",
              "lastUpdateTime",
              "investigationId",
              "status",
              "severity",
              "category",
              "machineId",
              "assignedTo"),
          10_000,
          false);
  private static final Listing INVESTIGATIONS =
      new Listing(
          Set.of("id", "startTime", "state", "machineId", "triggeringAlertId"), 10_000, false);
  private static final Set<String> STATUSES = Set.of("New", "InProgress", "Resolved");
  private static final Set<String> CLASSIFICATIONS =
      Set.of("TruePositive", "InformationalExpectedActivity", "FalsePositive");

  private final Tenant tenant;

  AlertsApi(Tenant tenant) {
    this.tenant = tenant;
  }

  void routes(Router router) {
    router
        .on("GET /api/alerts", this::list)
        .on(
            "GET /api/alerts/*",
            call -> Reply.ok(DefenderReplies.entity(call, "Alerts", shown(call, find(call)))))
        .on("PATCH /api/alerts/*", this::update)
        .on("GET /api/investigations", this::investigations)
        .on("GET /api/investigations/*", this::investigation);
  }

  private Reply list(Call call) {
    List<ObjectNode> alerts =
        tenant.defenderAlerts().values().stream().map(alert -> shown(call, alert)).toList();
    return Reply.ok(ALERTS.page(call, DefenderReplies.context(call, "Alerts"), alerts));
  }

  private Reply update(Call call) {
    ObjectNode alert = find(call);
    ObjectNode change = call.json();
    allowed(change, "status", STATUSES);
    allowed(change, "classification", CLASSIFICATIONS);
    for (String field : List.of("status", "assignedTo", "classification", "determination")) {
      JsonNode value = change.get(field);
      if (value != null) {
        alert.set(field, value);
      }
    }
    String now = LabJson.defenderTime(tenant.clock().instant());
    if (LabJson.text(change, "status").equals("Resolved")) {
      alert.put("resolvedTime", now);
    }
    String comment = LabJson.text(change, "comment");
    if (!comment.isBlank() && alert.path("comments") instanceof ArrayNode comments) {
      comments
          .addObject()
          .put("comment", comment)
          .put("createdBy", call.caller())
          .put("createdTime", now);
    }
    alert.put("lastUpdateTime", now);
    return Reply.ok(DefenderReplies.entity(call, "Alerts", shown(call, alert)));
  }

  private Reply investigations(Call call) {
    List<ObjectNode> all = tenant.investigations().values().stream().map(this::progressed).toList();
    return Reply.ok(
        INVESTIGATIONS.page(call, DefenderReplies.context(call, "Investigations"), all));
  }

  private Reply investigation(Call call) {
    ObjectNode found = tenant.investigations().get(call.argument(0));
    if (found == null) {
      throw Refusal.notFound(
          "ResourceNotFound", "Investigation " + call.argument(0) + " was not found");
    }
    return Reply.ok(DefenderReplies.entity(call, "Investigations", progressed(found)));
  }

  /**
   * The vendor's own investigation ends after as long as a machine action takes, and finds nothing.
   */
  private ObjectNode progressed(ObjectNode investigation) {
    Instant end =
        Instant.parse(LabJson.text(investigation, "startTime")).plus(tenant.actions().duration());
    if (!end.isAfter(tenant.clock().instant())) {
      investigation.put("state", "Benign").put("endTime", LabJson.defenderTime(end));
    }
    return investigation;
  }

  private static ObjectNode shown(Call call, ObjectNode alert) {
    ObjectNode copy = alert.deepCopy();
    if (!call.query("$expand").contains("evidence")) {
      copy.putArray("evidence");
    }
    return copy;
  }

  private static void allowed(ObjectNode change, String field, Set<String> values) {
    JsonNode value = change.get(field);
    if (value != null && !values.contains(value.asString(""))) {
      throw Refusal.badRequest("InvalidInput", "The value of " + field + " is not supported");
    }
  }

  private ObjectNode find(Call call) {
    ObjectNode alert = tenant.defenderAlerts().get(call.argument(0));
    if (alert == null) {
      throw Refusal.notFound("ResourceNotFound", "Alert " + call.argument(0) + " was not found");
    }
    return alert;
  }
}
