package dev.quaestor.starter.intake.elastic;

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
import dev.quaestor.starter.intake.json.DottedKeys;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An alert document of Elastic Security 8 ({@code kibana.alert.*}) or 7 ({@code signal.*}), its
 * fields flat or nested; an alert of Elastic Defend ({@code event.kind} is {@code alert} or {@code
 * signal}); alone or as a search hit ({@code _source}, {@code fields}). Seen by one of these.
 *
 * <p>Source: the vendor's page "Alert schema" and the Elastic Common Schema.
 */
public final class ElasticFormat implements AlertFormat {
  private static final Set<String> KINDS = Set.of("alert", "signal");

  @Override
  public AlertSource source() {
    return AlertSource.ELASTIC;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json && json.node().isObject() && isAlert(json.node());
  }

  private static boolean isAlert(JsonNode node) {
    if (node.path("kibana").has("alert") || node.path("signal").has("rule")) {
      return true;
    }
    if (node.propertyNames().stream()
        .anyMatch(
            n ->
                n.startsWith("kibana.alert.")
                    || n.equals("kibana.alert")
                    || n.startsWith("signal.rule"))) {
      return true;
    }
    var kind = node.has("event.kind") ? node.path("event.kind") : node.path("event").path("kind");
    return node.has("@timestamp")
        && KINDS.contains(kind.isArray() ? kind.path(0).asString("") : kind.asString(""));
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var json = payload instanceof Payload.Json given ? given : null;
    if (json == null || Fields.of(json.node(), path, problems) == null) {
      return null;
    }
    var document = DottedKeys.expanded(json.node());
    var said = thresholds(document);
    var whole = Objects.requireNonNull(Fields.of(said, path, problems));
    var alert = head(whole);
    if (alert == null) {
      return null;
    }
    var rule = alert.object("rule");
    var event = whole.leniently().object("event");
    var title = title(whole, alert, rule);
    var risk = risk(alert, rule, event);
    var word = alert.text("severity", Fields.ID);
    word = word != null || rule == null ? word : rule.text("severity", Fields.ID);
    var draft = new AlertDraft("elastic:" + id(json, alert, event), source());
    new EcsEvidence(draft, whole.leniently()).read();
    if (draft.isEmpty()) {
      draft.add(
          new OtherArtifact("elastic.alert", Storable.boundedIdentity(title, Artifacts.SHORT)));
    }
    return draft.finish(
        new AlertDraft.Heading(
            title,
            description(whole, alert, rule),
            Severities.elastic(word, risk),
            category(rule, event),
            techniques(whole, rule),
            rule == null ? "elastic" : requireNonNullElse(type(rule), "elastic"),
            time(alert, whole),
            alert.instant("original_time")));
  }

  /** {@code kibana.alert}, {@code signal}, or the document itself for what Elastic Defend sends. */
  private static @Nullable Fields head(Fields whole) {
    if (whole.has("kibana")) {
      var kibana = whole.object("kibana");
      if (kibana == null || kibana.has("alert")) {
        return kibana == null ? null : kibana.object("alert");
      }
    }
    return whole.has("signal") ? whole.object("signal") : whole;
  }

  /** A threshold rule's alert has no document: what it counted by stands in terms. */
  private static ObjectNode thresholds(ObjectNode document) {
    for (var place : List.of(document.path("kibana").path("alert"), document.path("signal"))) {
      var terms = place.path("threshold_result").path("terms");
      for (var term : terms.isArray() ? terms.values() : List.<JsonNode>of()) {
        if (term.path("field").isString() && term.path("value").isValueNode()) {
          var field = term.path("field").stringValue();
          DottedKeys.put(
              document,
              field.endsWith(".keyword") ? field.substring(0, field.length() - 8) : field,
              term.path("value"));
        }
      }
    }
    return document;
  }

  private static String title(Fields whole, Fields alert, @Nullable Fields rule) {
    var title = rule == null ? null : rule.text("name", Texts.TITLE);
    title = title != null ? title : whole.text("message", Texts.TITLE);
    title = title != null ? title : alert.text("reason", Texts.TITLE);
    if (title == null) {
      alert.problem("rule.name", "is missing");
    }
    return requireNonNullElse(title, "");
  }

  private static @Nullable Double risk(
      Fields alert, @Nullable Fields rule, @Nullable Fields event) {
    var score = alert.decimal("risk_score");
    score = score != null || rule == null ? score : rule.decimal("risk_score");
    if (score != null || event == null) {
      return score;
    }
    score = event.decimal("risk_score");
    return score != null ? score : event.decimal("severity");
  }

  private static String id(Payload.Json json, Fields alert, @Nullable Fields event) {
    var id = alert.identity("uuid", Artifacts.SHORT);
    id = id != null || json.hitId() == null ? id : Storable.boundedIdentity(json.hitId(), 512);
    id = id != null || event == null ? id : event.identity("id", Artifacts.SHORT);
    return id != null ? id : PlanHash.shortId(json.node().toString());
  }

  private static @Nullable String description(Fields whole, Fields alert, @Nullable Fields rule) {
    var reason = alert.leniently().text("reason");
    var said = rule == null ? null : rule.leniently().text("description");
    return reason != null ? reason : said != null ? said : whole.leniently().text("message");
  }

  private static @Nullable String category(@Nullable Fields rule, @Nullable Fields event) {
    var tactic =
        rule == null
            ? null
            : threats(rule)
                .map(t -> t.object("tactic"))
                .filter(Objects::nonNull)
                .map(t -> t.text("name", Fields.ID))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    return tactic != null || event == null ? tactic : event.text("category", Fields.ID);
  }

  private static @Nullable String type(Fields rule) {
    return rule.leniently().text("type", Fields.ID);
  }

  private static @Nullable Instant time(Fields alert, Fields whole) {
    var time = whole.instant("@timestamp");
    return time != null ? time : alert.instant("start");
  }

  private static Stream<Fields> threats(Fields rule) {
    var fields = rule.leniently();
    var parameters = fields.object("parameters");
    return Stream.concat(
        fields.objects("threat", 200).stream(),
        parameters == null ? Stream.of() : parameters.objects("threat", 200).stream());
  }

  private static List<String> techniques(Fields whole, @Nullable Fields rule) {
    var found = new LinkedHashSet<String>();
    var own = whole.leniently().objects("threat", 200).stream();
    for (var threat : Stream.concat(rule == null ? Stream.of() : threats(rule), own).toList()) {
      for (var technique : threat.objects("technique", 200)) {
        technique.objects("subtechnique", 200).forEach(t -> found.addAll(ids(t)));
        found.addAll(ids(technique));
      }
    }
    return List.copyOf(found);
  }

  private static List<String> ids(Fields technique) {
    return technique.texts("id", Fields.ID).stream().map(t -> t.toUpperCase(Locale.ROOT)).toList();
  }
}
