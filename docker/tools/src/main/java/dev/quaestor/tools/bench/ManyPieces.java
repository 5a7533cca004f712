package dev.quaestor.tools.bench;

import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Alerts on one device that nobody has seen, which together name so many things: the device and
 * links. Where one alert cannot name them all, the first is of something suspicious, so that a
 * person is asked and the others find the case open.
 *
 * @param first what opens the case
 * @param more what joins it
 */
record ManyPieces(byte[] first, List<byte[]> more) {
  /** As many links as intake takes in one alert, beside the device. */
  private static final int LINKS = 999;

  static ManyPieces of(int pieces) {
    var alert =
        (ObjectNode) QuaestorJson.mapper().readTree(FreshAlert.of(MeasuredPath.APPROVED).body());
    var device = device(alert);
    var id = alert.path("id").asString();
    if (pieces <= LINKS) {
      return new ManyPieces(naming(alert, id, device, 0, pieces - 1), List.of());
    }
    var first = QuaestorJson.mapper().writeValueAsBytes(alert);
    var links = pieces - alert.path("evidence").size();
    var more = new ArrayList<byte[]>();
    for (int from = 0; from < links; from += LINKS) {
      more.add(naming(alert, id + "-" + more.size(), device, from, Math.min(links, from + LINKS)));
    }
    return new ManyPieces(first, List.copyOf(more));
  }

  boolean asks() {
    return !more.isEmpty();
  }

  private static ObjectNode device(ObjectNode alert) {
    for (var evidence : alert.path("evidence")) {
      if (evidence.path("@odata.type").asString().endsWith("deviceEvidence")) {
        return (ObjectNode) evidence;
      }
    }
    throw new IllegalStateException("The shipped alert names no device");
  }

  private static byte[] naming(ObjectNode model, String id, ObjectNode device, int from, int to) {
    var alert = model.deepCopy();
    alert.put("id", id).put("providerAlertId", id).put("severity", "informational");
    var evidence = alert.putArray("evidence");
    evidence.add(device.deepCopy());
    for (int i = from; i < to; i++) {
      evidence
          .addObject()
          .put("@odata.type", "#microsoft.graph.security.urlEvidence")
          .put("createdDateTime", model.path("createdDateTime").asString())
          .put("verdict", "unknown")
          .put("remediationStatus", "none")
          .put(
              "url",
              "https://site-%d.%s.example/index.html"
                  .formatted(i, Objects.requireNonNull(id).substring(6, 18)));
    }
    return QuaestorJson.mapper().writeValueAsBytes(alert);
  }
}
