package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;

/**
 * What an alert says, as a hash. It is taken here and travels with the alert: a workflow that
 * hashed for itself would find another value when its history is replayed by a later release.
 */
final class AlertContent {
  private static final AlertVersion NONE = new AlertVersion("", "", 1);

  private AlertContent() {}

  /** Of everything but who sent it, and where it meets other alerts. */
  static String hashOf(Alert alert) {
    return Sha256.of(QuaestorJson.mapper().writeValueAsBytes(alert.correlatedBy("").with(NONE)));
  }
}
