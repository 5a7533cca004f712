package dev.quaestor.starter.intake.wazuh;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.format.Severities;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Wazuh alert, as {@code alerts.json}, the integrator and the indexer have it. Seen by {@code
 * rule} as an object beside {@code agent}, {@code manager}, {@code decoder} or {@code full_log}, or
 * with a {@code level}. The manager and the alert's id make it the same alert.
 *
 * <p>Source: the vendor's page "Alert format" and the fields of the index template {@code
 * wazuh-alerts-4.x}.
 */
public final class WazuhFormat implements AlertFormat {

  @Override
  public AlertSource source() {
    return AlertSource.WAZUH;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && (json.node().path("rule").isObject() && json.node().path("rule").has("level")
            || json.node().has("rule")
                && !json.node().has("ecs")
                && Stream.of("agent", "manager", "decoder", "full_log").anyMatch(json.node()::has));
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var alert =
        payload instanceof Payload.Json json ? Fields.of(json.node(), path, problems) : null;
    if (alert == null) {
      return null;
    }
    if (!alert.has("rule")) {
      alert.problem("rule", "is missing");
    }
    var rule = alert.object("rule");
    if (rule == null) {
      return null;
    }
    var title = rule.requiredText("description", Texts.TITLE);
    if (!rule.has("level")) {
      rule.problem("level", "is missing");
    }
    var level = rule.number("level");
    var time = alert.instant(alert.has("timestamp") ? "timestamp" : "@timestamp");
    alert.object("agent");
    alert.object("data");
    alert.object("syscheck");
    var draft = new AlertDraft("wazuh:" + id(alert, rule), source());
    new WazuhEvidence(draft, alert.leniently()).read();
    var details = rule.leniently();
    return draft.finish(
        new AlertDraft.Heading(
            requireNonNullElse(title, ""),
            description(alert),
            Severities.wazuh(level),
            category(details),
            techniques(details),
            "wazuh",
            time,
            time));
  }

  /** Ids are a manager's own: a time and an offset in its file. */
  private static String id(Fields alert, Fields rule) {
    var manager = alert.leniently().object("manager");
    var name = manager == null ? null : manager.text("name", Fields.ID);
    var id = alert.identity("id", Fields.ID);
    return requireNonNullElse(name, "-")
        + ":"
        + (id != null
            ? id
            : requireNonNullElse(rule.leniently().text("id", Fields.ID), "-")
                + "-"
                + PlanHash.shortId(alert.node().toString()));
  }

  private static @Nullable String description(Fields alert) {
    var log = alert.leniently().text("full_log");
    if (log != null) {
      return log;
    }
    var system = alert.leniently().object("data", "win", "system");
    return system == null ? null : system.text("message");
  }

  private static @Nullable String category(Fields rule) {
    var mitre = rule.object("mitre");
    var tactics = mitre == null ? List.<String>of() : mitre.texts("tactic", Fields.ID);
    return Stream.concat(tactics.stream(), rule.texts("groups", Fields.ID).stream())
        .findFirst()
        .orElse(null);
  }

  private static List<String> techniques(Fields rule) {
    var mitre = rule.object("mitre");
    return mitre == null
        ? List.of()
        : mitre.texts("id", Fields.ID).stream().map(t -> t.toUpperCase(Locale.ROOT)).toList();
  }
}
