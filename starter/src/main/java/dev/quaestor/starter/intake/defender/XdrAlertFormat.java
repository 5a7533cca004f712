package dev.quaestor.starter.intake.defender;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.entity.Device;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands in an incident of Defender XDR ({@code GET /api/incidents}): with {@code
 * devices} and {@code entities}. Seen by {@code alertId} beside one of these or {@code
 * creationTime}. It is the same alert as Defender's own API gives it.
 *
 * <p>Source: the vendor's page "List incidents API in Microsoft Defender XDR".
 */
public final class XdrAlertFormat implements AlertFormat {

  @Override
  public AlertSource source() {
    return AlertSource.DEFENDER_ALERT;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && json.node().has("alertId")
        && Stream.of("devices", "entities", "creationTime").anyMatch(json.node()::has);
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var alert =
        payload instanceof Payload.Json json ? Fields.of(json.node(), path, problems) : null;
    if (alert == null) {
      return null;
    }
    var id = alert.requiredId("alertId");
    var title = alert.requiredText("title", Texts.TITLE);
    var severity = alert.word("severity", Words.SEVERITIES);
    var draft = new AlertDraft("mde:" + id, source());
    var devices =
        alert.objects("devices", AlertDraft.MOST_EVIDENCE).stream()
            .map(d -> device(d.leniently()))
            .flatMap(Optional::stream)
            .toList();
    devices.forEach(draft::add);
    var only =
        devices.size() == 1
            ? DefenderEvidence.idOf(devices.getFirst().deviceId(), devices.getFirst().name())
            : null;
    var evidence = new DefenderEvidence(draft, alert, only);
    alert.objects("entities", AlertDraft.MOST_EVIDENCE).forEach(evidence::read);
    var service = alert.text("serviceSource", Fields.ID);
    return draft.finish(
        new AlertDraft.Heading(
            title == null ? "" : title,
            alert.text("description"),
            severity == null ? null : severity.orElse(null),
            alert.text("category", Fields.ID),
            alert.texts("mitreTechniques", Fields.ID),
            Optional.ofNullable(alert.text("detectionSource", Fields.ID)).orElse(service),
            alert.instant("creationTime"),
            alert.instant("firstActivity")));
  }

  private static Optional<Device> device(Fields item) {
    var id = item.id("mdatpDeviceId");
    id = id != null ? id : item.id("deviceId");
    var name = item.text("deviceDnsName", NAME);
    return id == null && name == null
        ? Optional.empty()
        : Optional.of(
            new Device(
                id,
                name,
                item.text("osPlatform", Fields.ID),
                item.text("rbacGroupName", Fields.ID),
                item.texts("tags", Fields.ID),
                List.of()));
  }
}
