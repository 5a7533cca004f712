package dev.quaestor.investigation;

import dev.quaestor.alert.Alert;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What an alert names, as it was kept for it. */
final class AlertBody {
  private AlertBody() {}

  /** Empty when it is not what was sent: the alert's sender stands behind its hash alone. */
  static Optional<List<Evidence>> read(byte @Nullable [] body, String content) {
    if (body == null || !Sha256.of(body).equals(content)) {
      return Optional.empty();
    }
    try {
      return Optional.of(QuaestorJson.mapper().readValue(body, Alert.class).evidence());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Stands for what nobody can read any more: a case with nothing in it would look clean. */
  static List<Evidence> missing(String alertId) {
    return List.of(
        Evidence.named(
            new OtherArtifact("quaestor.alert", "The alert's content is not in the ledger"),
            alertId,
            null));
  }
}
