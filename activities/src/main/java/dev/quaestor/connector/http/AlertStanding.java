package dev.quaestor.connector.http;

import dev.quaestor.connector.capability.AlertStatus.Standing;
import dev.quaestor.feed.AlertVocabulary;
import tools.jackson.databind.JsonNode;

/** How an alert stands, as either of the vendor's interfaces tells it. */
public final class AlertStanding {
  private AlertStanding() {}

  public static Standing of(JsonNode alert) {
    var classification = BackEndJson.text(alert, "classification");
    var assignedTo = BackEndJson.text(alert, "assignedTo");
    return new Standing(
        AlertVocabulary.status(BackEndJson.text(alert, "status")),
        AlertVocabulary.isSaid(classification),
        AlertVocabulary.classification(classification).orElse(null),
        AlertVocabulary.determination(BackEndJson.text(alert, "determination")).orElse(null),
        assignedTo == null || assignedTo.isBlank() ? null : assignedTo,
        BackEndJson.objects(alert, "comments").stream()
            .map(comment -> BackEndJson.textOr(comment, "comment", ""))
            .toList());
  }
}
