package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.hunting.HuntingEngine;
import dev.quaestor.lab.hunting.QueryException;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Directory;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.PostOffice;
import dev.quaestor.lab.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Security alerts, hunting, and the remediation of analyzed mail. */
final class SecurityApi {

  private static final int MAX_TARGETS = 1000;
  private static final Listing ALERTS =
      new Listing(
          Set.of(
              "assignedTo",
              "classification",
              "determination",
              "createdDateTime",
              "lastUpdateDateTime",
              "severity",
              "serviceSource",
              "status"),
          100,
          true);
  private static final Set<String> STATUSES = Set.of("unknown", "new", "inProgress", "resolved");
  private static final Set<String> CLASSIFICATIONS =
      Set.of("unknown", "falsePositive", "truePositive", "informationalExpectedActivity");

  private final Tenant tenant;
  private final HuntingEngine hunting;
  private final String tenantId;

  SecurityApi(Tenant tenant, HuntingEngine hunting, String tenantId) {
    this.tenant = tenant;
    this.hunting = hunting;
    this.tenantId = tenantId;
  }

  void routes(Router router) {
    router
        .on("GET /v1.0/security/alerts_v2", this::list)
        .on("GET /v1.0/security/alerts_v2/*", call -> entity(call, find(call)))
        .on("PATCH /v1.0/security/alerts_v2/*", this::update)
        .on("POST /v1.0/security/alerts_v2/*/comments", this::comment)
        .on("POST /v1.0/security/runHuntingQuery", this::hunt)
        .on("POST /v1.0/security/collaboration/analyzedEmails/remediate", this::remediate);
  }

  private Reply list(Call call) {
    List<ObjectNode> alerts = new ArrayList<>(tenant.graphAlerts().values());
    return Reply.ok(ALERTS.page(call, GraphReplies.context(call, "security/alerts_v2"), alerts));
  }

  private Reply update(Call call) {
    ObjectNode alert = find(call);
    ObjectNode change = call.json();
    allowed(change, "status", STATUSES);
    allowed(change, "classification", CLASSIFICATIONS);
    for (String field :
        List.of("status", "classification", "determination", "assignedTo", "customDetails")) {
      JsonNode value = change.get(field);
      if (value != null) {
        alert.set(field, value);
      }
    }
    String now = LabJson.defenderTime(tenant.clock().instant());
    alert.put("lastUpdateDateTime", now);
    if (LabJson.text(change, "status").equals("resolved")) {
      alert.put("resolvedDateTime", now);
    }
    return entity(call, alert);
  }

  private Reply comment(Call call) {
    ObjectNode alert = find(call);
    String comment = call.required(call.json(), "comment");
    String now = LabJson.defenderTime(tenant.clock().instant());
    ArrayNode comments = alert.withArray("comments");
    comments
        .addObject()
        .put("@odata.type", "#microsoft.graph.security.alertComment")
        .put("comment", comment)
        .put("createdByDisplayName", call.caller())
        .put("createdDateTime", now);
    alert.put("lastUpdateDateTime", now);
    ObjectNode answer = LabJson.object();
    answer.put("@odata.context", GraphReplies.context(call, "security/alerts_v2/comments"));
    answer.set("value", comments.deepCopy());
    return Reply.ok(answer);
  }

  private Reply hunt(Call call) {
    String query = call.required(call.json(), "Query");
    try {
      return Reply.ok(hunting.run(query, "schema", "results"));
    } catch (QueryException wrong) {
      throw Refusal.badRequest("BadRequest", wrong.sentence());
    }
  }

  /**
   * Answered before anything has happened; there is no status to ask for, only the messages to look
   * at.
   */
  private Reply remediate(Call call) {
    ObjectNode body = call.json();
    call.required(body, "displayName");
    Folder destination =
        switch (call.required(body, "action")) {
          case "moveToJunk" -> Folder.JUNK;
          case "moveToInbox" -> Folder.INBOX;
          case "moveToDeletedItems" -> Folder.DELETED;
          case "softDelete" -> Folder.SOFT_DELETED;
          case "hardDelete" -> Folder.PURGED;
          default ->
              throw Refusal.badRequest("BadRequest", "The action isn't currently supported.");
        };
    tenant
        .mail()
        .remediate(destination, targets(body.path("analyzedEmails")), tenant.actions().duration());
    String location =
        "https://security.microsoft.com/action-center/history?filters={\"bulkId\":[\""
            + UUID.randomUUID()
            + "\"]}&tid="
            + tenantId;
    return Reply.empty(202).withHeader("Location", location);
  }

  private static List<PostOffice.Target> targets(JsonNode emails) {
    if (!emails.isArray() || emails.isEmpty() || emails.size() > MAX_TARGETS) {
      throw Refusal.badRequest(
          "BadRequest", "analyzedEmails must name between 1 and 1000 messages.");
    }
    List<PostOffice.Target> targets = new ArrayList<>();
    for (JsonNode email : emails) {
      String network = LabJson.text(email, "networkMessageId");
      String recipient = LabJson.text(email, "recipientEmailAddress");
      if (network.isBlank() || !Directory.isAddress(recipient)) {
        throw Refusal.badRequest(
            "BadRequest", "Each item needs networkMessageId and recipientEmailAddress.");
      }
      targets.add(new PostOffice.Target(network, recipient));
    }
    return targets;
  }

  private static void allowed(ObjectNode change, String field, Set<String> values) {
    JsonNode value = change.get(field);
    if (value != null && !values.contains(value.asString(""))) {
      throw Refusal.badRequest("BadRequest", "The value of " + field + " is not supported.");
    }
  }

  private ObjectNode find(Call call) {
    ObjectNode alert = tenant.graphAlerts().get(call.argument(0));
    if (alert == null) {
      throw Refusal.notFound("ResourceNotFound", "The alert was not found.");
    }
    return alert;
  }

  private static Reply entity(Call call, ObjectNode alert) {
    return Reply.ok(GraphReplies.entity(call, "security/alerts_v2/$entity", alert));
  }
}
