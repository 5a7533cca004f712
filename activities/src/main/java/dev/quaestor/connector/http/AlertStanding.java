package dev.quaestor.connector.http;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.connector.capability.AlertStatus.Change;
import dev.quaestor.connector.capability.AlertStatus.Standing;
import dev.quaestor.feed.AlertVocabulary;
import dev.quaestor.feed.AlertWord;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How an alert stands, as either of the vendor's interfaces tells it and has it changed. */
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

  /** All of a change but its comment, in the words of one of the interfaces. */
  public static ObjectNode fields(
      Change change,
      Function<AlertWord.Status, String> status,
      Function<Classification, String> classification,
      Function<Determination, String> determination) {
    var fields = BackEndJson.object();
    put(fields, "status", change.status(), status);
    put(fields, "classification", change.classification(), classification);
    put(fields, "determination", change.determination(), determination);
    put(fields, "assignedTo", change.assignTo(), Function.identity());
    return fields;
  }

  private static <T> void put(
      ObjectNode fields, String name, @Nullable T value, Function<T, String> word) {
    if (value != null) {
      fields.put(name, word.apply(value));
    }
  }
}
