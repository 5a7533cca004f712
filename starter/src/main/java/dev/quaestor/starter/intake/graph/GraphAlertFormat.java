package dev.quaestor.starter.intake.graph;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Microsoft Graph {@code microsoft.graph.security.alert}, as {@code GET /security/alerts_v2} gives
 * it. Source: {@code alert} of the Graph v1.0 metadata.
 */
public final class GraphAlertFormat implements AlertFormat {
  private static final List<String> STATES =
      List.of("hostStates", "fileStates", "userStates", "networkConnections", "malwareStates");

  @Override
  public AlertSource source() {
    return AlertSource.GRAPH_ALERT_V2;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && !isIncident(json.node())
        && !json.node().has("alertId")
        && (isAlertType(json.node().get("@odata.type"))
            || isRetired(json.node())
            || json.node().has("createdDateTime")
            || json.node().has("serviceSource")
            || json.node().has("providerAlertId"));
  }

  /** An incident has a display name, and its alerts when they were asked for. */
  public static boolean isIncident(JsonNode node) {
    return node.path("@odata.type").asString("").endsWith(".security.incident")
        || node.path("alerts").isArray() && !node.has("evidence")
        || node.has("displayName") && !node.has("title") && node.has("createdDateTime");
  }

  /** The first alerts of Graph had the vendor and the states of things, and no evidence. */
  private static boolean isRetired(JsonNode node) {
    return !node.has("evidence")
        && (node.path("vendorInformation").isObject() || STATES.stream().anyMatch(node::has));
  }

  private static boolean isAlertType(@Nullable JsonNode type) {
    return type != null && type.isString() && type.stringValue().endsWith(".security.alert");
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var alert =
        payload instanceof Payload.Json json ? Fields.of(json.node(), path, problems) : null;
    if (alert == null) {
      return null;
    }
    if (isRetired(alert.node())) {
      alert.problem(
          "",
          "is an alert from Graph's retired /security/alerts: post the answer of "
              + "/security/alerts_v2, which includes the evidence");
      return null;
    }
    var id = alert.requiredId("id");
    var title = alert.requiredText("title", Texts.TITLE);
    var severity = alert.word("severity", Words.SEVERITIES);
    var draft = new AlertDraft("graph:" + id, source());
    var service = alert.text("serviceSource", Fields.ID);
    var evidence = new GraphEvidence(draft, service == null ? "microsoftGraph" : service);
    evidence.read(alert.objects("evidence", AlertDraft.MOST_EVIDENCE));
    var heading =
        new AlertDraft.Heading(
            title == null ? "" : title,
            alert.text("description"),
            severity == null ? null : severity.orElse(null),
            alert.text("category", Fields.ID),
            alert.texts("mitreTechniques", Fields.ID),
            Optional.ofNullable(alert.text("detectionSource", Fields.ID)).orElse(service),
            alert.instant("createdDateTime"),
            alert.instant("firstActivityDateTime"));
    return draft.finish(heading);
  }
}
