package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.PayloadSize;
import dev.quaestor.wire.QuaestorJson;

/**
 * What an alert says, and its hash. It is taken here and travels with the alert: a workflow that
 * hashed for itself would find another value when its history is replayed by a later release.
 *
 * @param body the JSON of everything but who sent it, and where it meets other alerts
 */
record AlertContent(byte[] body, String hash) {
  private static final AlertVersion NONE = AlertVersion.whole("", "");

  static AlertContent of(Alert alert) {
    var body = QuaestorJson.mapper().writeValueAsBytes(alert.correlatedBy("").with(NONE));
    return new AlertContent(body, Sha256.of(body));
  }

  /** Whether it is too large to be sent to a workflow. */
  boolean isLarge() {
    return body.length > PayloadSize.ALERT;
  }
}
