package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ocsf.Report;
import dev.quaestor.wire.QuaestorJson;
import java.time.Instant;
import java.util.Locale;

/**
 * A message: a CloudEvent 1.0 in structured mode (CNCF CloudEvents, JSON format 1.0.2), whose
 * {@code data} is an OCSF event.
 *
 * @param id with the source it is the event's identity: the same however often it is sent
 */
record CloudEvent(String id, byte[] body) {
  static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";
  private static final String PING = "dev.quaestor.webhook.ping";

  static CloudEvent of(Report report, String source) {
    var envelope = QuaestorJson.mapper().createObjectNode();
    envelope
        .put("specversion", "1.0")
        .put("id", report.uid())
        .put("source", source)
        .put("type", report.topic().wireName())
        .put("subject", report.subject())
        .put("time", report.at().toString())
        .put("datacontenttype", "application/json")
        .put(
            "dataschema",
            "https://schema.ocsf.io/1.3.0/classes/"
                + report.schemaClass().name().toLowerCase(Locale.ROOT))
        .put("partitionkey", report.subject());
    envelope.set("data", report.event());
    return new CloudEvent(report.uid(), QuaestorJson.mapper().writeValueAsBytes(envelope));
  }

  /** What a receiver is sent to see whether it is there and knows the signature. */
  static CloudEvent ping(String id, String source, String webhook, Instant at) {
    var envelope = QuaestorJson.mapper().createObjectNode();
    envelope
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", source)
        .put("type", PING)
        .put("subject", webhook)
        .put("time", at.toString())
        .put("datacontenttype", "application/json");
    envelope.putObject("data").put("webhook", webhook).put("message", "A manual test.");
    return new CloudEvent(id, QuaestorJson.mapper().writeValueAsBytes(envelope));
  }
}
