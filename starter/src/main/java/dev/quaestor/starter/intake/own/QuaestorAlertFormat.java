package dev.quaestor.starter.intake.own;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import org.jspecify.annotations.Nullable;

/**
 * Quaestor's own JSON, for sources that have no format of their own here:
 *
 * <pre>{@code
 * {
 *   "quaestor": "alert/v1",
 *   "id": "falco-4711",                     unique at its source; the same id is the same alert
 *   "title": "Shell in a container",
 *   "severity": "HIGH",                     INFORMATIONAL (when missing), LOW, MEDIUM, HIGH
 *   "description": "…", "category": "Execution", "techniques": ["T1059.004"],
 *   "detectionSource": "falco",             also the source of the verdicts below
 *   "createdAt": "2026-01-31T12:00:00Z", "firstActivityAt": "…",
 *   "entities": [
 *     {"type": "device", "deviceId": "web-1", "name": "web-1.example", "roles": ["ATTACKED"]},
 *     {"type": "file", "deviceId": "web-1", "name": "x.sh", "directory": "/tmp",
 *      "sha256": "…", "verdict": "SUSPICIOUS", "detectionStatus": "detected"}
 *   ]
 * }
 * }</pre>
 *
 * An entity has the fields that the API gives it; {@code roles}, {@code verdict} and {@code
 * detectionStatus} stand beside them.
 */
public final class QuaestorAlertFormat implements AlertFormat {
  static final String VERSION = "alert/v1";

  @Override
  public AlertSource source() {
    return AlertSource.QUAESTOR;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json && json.node().has("quaestor");
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var alert =
        payload instanceof Payload.Json json ? Fields.of(json.node(), path, problems) : null;
    if (alert == null) {
      return null;
    }
    var version = alert.requiredText("quaestor", Fields.ID);
    if (version != null && !version.equals(VERSION)) {
      alert.problem("quaestor", "must be \"" + VERSION + "\", is " + Texts.quoted(version));
    }
    var id = alert.requiredId("id");
    var title = alert.requiredText("title", Texts.TITLE);
    var source = alert.text("detectionSource", Fields.ID);
    var draft = new AlertDraft("quaestor:" + id, source());
    entities(alert, draft, source == null ? "quaestor" : source);
    var heading =
        new AlertDraft.Heading(
            title == null ? "" : title,
            alert.text("description"),
            alert.word("severity", Words.OWN_SEVERITIES),
            alert.text("category", Fields.ID),
            alert.texts("techniques", Fields.ID),
            source,
            alert.instant("createdAt"),
            alert.instant("firstActivityAt"));
    return draft.finish(heading);
  }

  /** Reads {@code entities} into the draft; none at all is noted. */
  public static void entities(Fields alert, AlertDraft draft, String source) {
    var entities = alert.objects("entities", AlertDraft.MOST_EVIDENCE);
    if (alert.node().path("entities").isEmpty()) {
      alert.problem("entities", "names nothing to investigate");
    }
    for (var item : entities) {
      var entity = EntityReader.read(item, "verdict", "detectionStatus", "roles");
      var verdict = item.word("verdict", Words.OWN_VERDICTS);
      var status = item.text("detectionStatus", Fields.ID);
      var roles = Words.roles(item.texts("roles", Fields.ID));
      if (entity != null) {
        draft.add(
            entity,
            roles,
            verdict == null && status == null
                ? null
                : new ReportedVerdict(source, verdict, status));
      }
    }
  }
}
