package dev.quaestor.starter.intake.sentinel;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.format.Severities;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Microsoft Sentinel: an incident as Azure Resource Manager has it ({@code properties} with a title
 * and an incident number, status or entities), the same inside {@code object} as a playbook gets
 * it, an alert of one ({@code kind} is {@code SecurityAlert}), and a row of the {@code
 * SecurityAlert} table ({@code SystemAlertId}, {@code VendorOriginalId}, or an alert's name beside
 * {@code Entities}). Seen by these fields. An incident is one alert, with its entities and those of
 * its alerts.
 *
 * <p>Source: the vendor's pages "Incidents - Get" and "Security alert schema reference".
 */
public final class SentinelFormat implements AlertFormat {
  private static final Set<String> OF_INCIDENTS =
      Set.of(
          "incidentNumber",
          "relatedEntities",
          "incidentUrl",
          "providerIncidentId",
          "firstActivityTimeUtc",
          "createdTimeUtc");

  @Override
  public AlertSource source() {
    return AlertSource.SENTINEL;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && (isIncident(json.node())
            || isIncident(json.node().path("object"))
            || isArmAlert(json.node())
            || isRow(json.node()));
  }

  private static boolean isIncident(JsonNode node) {
    var properties = node.path("properties");
    var type = node.path("type").asString("").toLowerCase(Locale.ROOT);
    return type.endsWith("securityinsights/incidents")
        || properties.isObject()
            && (OF_INCIDENTS.stream().anyMatch(properties::has)
                || properties.has("title")
                    && (properties.has("severity") || properties.has("status")));
  }

  private static boolean isArmAlert(JsonNode node) {
    return node.path("properties").has("systemAlertId")
        || node.path("properties").has("alertDisplayName");
  }

  private static boolean isRow(JsonNode node) {
    return node.has("SystemAlertId")
        || node.has("VendorOriginalId")
        || node.has("Entities")
            && Stream.of("AlertName", "DisplayName", "AlertDisplayName").anyMatch(node::has);
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var json = payload instanceof Payload.Json given ? given : null;
    var outer = json == null ? null : Fields.of(json.node(), path, problems);
    if (outer == null) {
      return null;
    }
    var item = outer.has("object") && !outer.has("properties") ? outer.object("object") : outer;
    if (item == null) {
      return null;
    }
    if (isArmAlert(item.node())) {
      var properties = item.object("properties");
      return properties == null ? null : alert(properties, item);
    }
    return item.has("properties") || isIncident(item.node()) ? incident(item) : alert(item, item);
  }

  private @Nullable Alert incident(Fields item) {
    if (!item.has("properties")) {
      item.problem("properties", "is missing");
    }
    var incident = item.object("properties");
    if (incident == null) {
      return null;
    }
    var title = incident.requiredText("title", Texts.TITLE);
    var severity = incident.text("severity", Fields.ID);
    var number = incident.number("incidentNumber");
    var draft = new AlertDraft("sentinel:" + idOf(item, number), source());
    var techniques = entities(incident, item, draft);
    var additional = incident.leniently().object("additionalData");
    if (draft.isEmpty()) {
      draft.add(
          new OtherArtifact(
              "sentinel.incident",
              Storable.boundedIdentity(
                  requireNonNullElse(
                      incident.leniently().text("incidentUrl"), requireNonNullElse(title, "")),
                  Artifacts.SHORT)));
    }
    var created = incident.instant("createdTimeUtc");
    return draft.finish(
        new AlertDraft.Heading(
            requireNonNullElse(title, ""),
            incident.leniently().text("description"),
            Severities.word(severity),
            additional == null
                ? null
                : additional.texts("tactics", Fields.ID).stream().findFirst().orElse(null),
            List.copyOf(techniques),
            "microsoftSentinel",
            created,
            incident.instant("firstActivityTimeUtc")));
  }

  /** Adds what the incident and its alerts name; answers with the techniques that they say. */
  private static Set<String> entities(Fields incident, Fields item, AlertDraft draft) {
    var techniques = new LinkedHashSet<>(techniques(incident.leniently().object("additionalData")));
    var all = new ArrayList<Fields>();
    for (var place : List.of(incident, item)) {
      all.addAll(place.objects("relatedEntities", AlertDraft.MOST_EVIDENCE));
    }
    var compromised = new LinkedHashSet<String>();
    for (var alert : incident.objects("alerts", AlertDraft.MOST_EVIDENCE)) {
      var inner = requireNonNullElse(alert.leniently().object("properties"), alert.leniently());
      techniques.addAll(techniques(inner));
      all.addAll(entityList(inner, "entities"));
      Stream.ofNullable(inner.text("compromisedEntity", Fields.ID)).forEach(compromised::add);
    }
    var entities = new SentinelEntities(draft, "microsoftSentinel");
    entities.read(all, compromised, List.of());
    return techniques;
  }

  /** The incident's name is a GUID; its number is only one workspace's own. */
  private static String idOf(Fields item, @Nullable Long number) {
    var name = item.identity("name", Artifacts.SHORT);
    var id = item.identity("id", Texts.FREE_TEXT);
    if (name != null) {
      return name;
    }
    if (id != null) {
      return Storable.boundedIdentity(id.substring(id.lastIndexOf('/') + 1), Artifacts.SHORT);
    }
    return number != null ? "incident-" + number : PlanHash.shortId(item.node().toString());
  }

  private Alert alert(Fields alert, Fields item) {
    var titled =
        Stream.of("AlertDisplayName", "DisplayName", "AlertName")
            .map(alert::cased)
            .filter(alert::has)
            .findFirst()
            .orElse(alert.cased("AlertName"));
    var title = alert.requiredText(titled, Texts.TITLE);
    var severity = text(alert, "AlertSeverity", "Severity", "ReportedSeverity");
    var product = text(alert, "ProductName", "ProviderName");
    var vendor = requireNonNullElse(product, "microsoftSentinel");
    var draft = new AlertDraft("sentinel:" + alertId(alert, item), source());
    var entities = new SentinelEntities(draft, vendor);
    var compromised = text(alert.leniently(), "CompromisedEntity");
    entities.read(
        entityList(alert, alert.cased("Entities")),
        compromised == null ? List.of() : List.of(compromised),
        resources(alert.leniently()));
    entities.extended(alert.leniently(), alert.cased("ExtendedProperties"));
    if (draft.isEmpty()) {
      draft.add(
          new OtherArtifact(
              "sentinel.alert",
              Storable.boundedIdentity(requireNonNullElse(title, ""), Artifacts.SHORT)));
    }
    var created =
        first(
            alert,
            "TimeGenerated",
            "TimeGeneratedUtc",
            "ReportedTimeUtc",
            "DetectedTimeUtc",
            "StartTimeUtc",
            "StartTime");
    var started = first(alert, "StartTimeUtc", "StartTime", "DetectedTimeUtc");
    var tactics = alert.leniently().texts(alert.cased("Tactics"), Fields.ID);
    return draft.finish(
        new AlertDraft.Heading(
            requireNonNullElse(title, ""),
            text(alert.leniently(), "Description"),
            Severities.word(severity),
            tactics.isEmpty() ? text(alert.leniently(), "Intent", "AlertType") : tactics.getFirst(),
            techniques(alert.leniently()),
            vendor,
            created,
            started));
  }

  private static List<String> resources(Fields alert) {
    var found = new ArrayList<String>();
    for (var name : List.of("AssociatedResource", "ResourceId")) {
      Stream.ofNullable(text(alert, name)).forEach(found::add);
    }
    for (var resource : entityList(alert, alert.cased("ResourceIdentifiers"))) {
      Stream.ofNullable(text(resource, "AzureResourceId")).forEach(found::add);
    }
    return found;
  }

  private static String alertId(Fields alert, Fields item) {
    for (var name : List.of("SystemAlertId", "VendorOriginalId")) {
      var id = alert.identity(alert.cased(name), Artifacts.SHORT);
      if (id != null) {
        return id;
      }
    }
    var name = item.leniently().identity("name", Artifacts.SHORT);
    return name != null ? name : PlanHash.shortId(alert.node().toString());
  }

  private static @Nullable Instant first(Fields alert, String... names) {
    for (var name : names) {
      var time = alert.instant(alert.cased(name));
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static @Nullable String text(Fields alert, String... names) {
    for (var name : names) {
      var text = alert.text(alert.cased(name));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The table has its lists as JSON inside a text. */
  private static List<Fields> entityList(Fields alert, String name) {
    var value = alert.node().path(name);
    if (!value.isString()) {
      return alert.objects(name, AlertDraft.MOST_EVIDENCE);
    }
    var text = value.stringValue().strip();
    return text.isEmpty() || text.equals("None") ? List.of() : alert.parsedObjects(name);
  }

  private static List<String> techniques(@Nullable Fields place) {
    if (place == null) {
      return List.of();
    }
    var found = new LinkedHashSet<String>();
    for (var name : List.of("Techniques", "SubTechniques")) {
      place.texts(place.cased(name), Fields.ID).stream()
          .flatMap(t -> Stream.of(t.split("[^A-Za-z0-9.]+")))
          .filter(Objects::nonNull)
          .map(t -> t.toUpperCase(Locale.ROOT))
          .forEach(found::add);
    }
    return List.copyOf(found);
  }
}
