package dev.quaestor.starter.intake.defender;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Defender for Endpoint alert with its evidence, as {@code GET /api/alerts?$expand=evidence}
 * gives it. Source: the vendor's page of the alert resource.
 */
public final class DefenderAlertFormat implements AlertFormat {
  static final String VENDOR = "microsoftDefenderForEndpoint";

  @Override
  public AlertSource source() {
    return AlertSource.DEFENDER_ALERT;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && (isRetired(json.node())
            || !json.node().has("alertId")
                && Stream.of("alertCreationTime", "machineId", "computerDnsName", "aadTenantId")
                    .anyMatch(json.node()::has));
  }

  /** What the SIEM API gave: one row for each thing of an alert, the names in capitals. */
  private static boolean isRetired(JsonNode node) {
    return node.has("AlertPart") && node.has("AlertTime") || node.has("LinkToWDATP");
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
          "is an alert from Defender's retired SIEM API: post the answer of "
              + "/api/alerts?$expand=evidence or of Graph's /security/alerts_v2");
      return null;
    }
    var id = alert.requiredId("id");
    var title = alert.requiredText("title", Texts.TITLE);
    var severity = alert.word("severity", Words.SEVERITIES);
    var draft = new AlertDraft("mde:" + id, source());
    var evidence = new DefenderEvidence(draft, alert);
    alert.objects("evidence", AlertDraft.MOST_EVIDENCE).forEach(evidence::read);
    evidence.close();
    var heading =
        new AlertDraft.Heading(
            title == null ? "" : title,
            alert.text("description"),
            severity == null ? null : severity.orElse(null),
            alert.text("category", Fields.ID),
            alert.texts("mitreTechniques", Fields.ID),
            alert.text("detectionSource", Fields.ID),
            alert.instant("alertCreationTime"),
            alert.instant("firstEventTime"));
    return draft.finish(heading);
  }
}
