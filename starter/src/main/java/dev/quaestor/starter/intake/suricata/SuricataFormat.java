package dev.quaestor.starter.intake.suricata;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.format.Severities;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event of Suricata's EVE log with an {@code alert}. Seen by {@code event_type} beside {@code
 * alert}, {@code flow_id}, {@code src_ip}, {@code proto}, {@code in_iface} or {@code stats}. The
 * sensor, the flow, the time and the signature make it the same alert: EVE has no id.
 *
 * <p>Source: the vendor's page "Eve JSON Format".
 */
public final class SuricataFormat implements AlertFormat {
  private static final List<String> BESIDE =
      List.of("alert", "flow_id", "src_ip", "proto", "in_iface", "stats");

  @Override
  public AlertSource source() {
    return AlertSource.SURICATA;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && (json.node().has("event_type")
            ? BESIDE.stream().anyMatch(json.node()::has)
            : isRouted(json.node()));
  }

  /** Shippers that part a log by the type of its events leave the type out. */
  private static boolean isRouted(JsonNode event) {
    return event.path("alert").has("signature_id")
        && Stream.of("src_ip", "dest_ip", "flow_id").anyMatch(event::has);
  }

  /** A log holds more events than alerts: flows, names asked for, statistics. */
  @Override
  public @Nullable String skipped(Payload payload) {
    if (!(payload instanceof Payload.Json json) || !recognises(payload)) {
      return null;
    }
    var type = json.node().path("event_type");
    return !type.isString() || type.stringValue().equals("alert") || hasAlert(json.node())
        ? null
        : "is a Suricata event of type "
            + Texts.quoted(type.stringValue())
            + ", not an alert, and was skipped";
  }

  private static boolean hasAlert(JsonNode event) {
    return !event.path("alert").isMissingNode() && !event.path("alert").isNull();
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var event =
        payload instanceof Payload.Json json ? Fields.of(json.node(), path, problems) : null;
    if (event == null) {
      return null;
    }
    if (!event.has("alert")) {
      event.problem("alert", "is missing: only events with an alert are accepted");
      return null;
    }
    var alert = event.object("alert");
    if (alert == null) {
      return null;
    }
    var signature = alert.requiredText("signature", Texts.TITLE);
    var priority = alert.number("severity");
    var number = alert.number("signature_id");
    requireAddresses(event);
    var time = event.instant("timestamp");
    var draft = new AlertDraft("suricata:" + id(event, number), source());
    new SuricataEvidence(draft, event.leniently(), alert.leniently()).read();
    var flow = event.leniently().object("flow");
    var started = flow == null ? null : flow.instant("start");
    var said = event.leniently().text("payload_printable");
    return draft.finish(
        new AlertDraft.Heading(
            requireNonNullElse(signature, ""),
            said == null ? null : "Payload: " + Storable.bounded(said, Texts.FREE_TEXT - 20),
            Severities.suricata(priority),
            alert.leniently().text("category", Fields.ID),
            techniques(alert.leniently()),
            "suricata",
            time,
            started != null ? started : time));
  }

  private static void requireAddresses(Fields event) {
    for (var name : List.of("src_ip", "dest_ip")) {
      var address = event.text(name, Fields.ID);
      if (address != null && !Addresses.isAddress(address)) {
        event.problem(name, "must be an IP address, is " + Texts.quoted(address));
      }
    }
  }

  private static String id(Fields event, @Nullable Long signature) {
    var fields = event.leniently();
    var flow = fields.text("flow_id", Fields.ID);
    var what = new StringBuilder();
    for (var name : List.of("host", "flow_id", "timestamp", "tx_id")) {
      what.append(fields.text(name, Fields.ID)).append('\n');
    }
    for (var name : List.of("src_ip", "src_port", "dest_ip", "dest_port")) {
      what.append(fields.text(name, Fields.ID)).append('\n');
    }
    return requireNonNullElse(signature, 0L)
        + ":"
        + requireNonNullElse(flow, "-")
        + ":"
        + PlanHash.shortId(what.toString());
  }

  /** Rule authors write {@code T1071_001}, the dot being no character of a metadata value. */
  private static List<String> techniques(Fields alert) {
    var metadata = alert.object("metadata");
    if (metadata == null) {
      return List.of();
    }
    return Set.of("mitre_technique_id", "mitre_technique", "mitre").stream()
        .sorted()
        .flatMap(name -> metadata.texts(name, Fields.ID).stream())
        .map(t -> t.toUpperCase(Locale.ROOT).replace('_', '.'))
        .distinct()
        .toList();
  }
}
