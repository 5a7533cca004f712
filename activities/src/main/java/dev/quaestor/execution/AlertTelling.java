package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.AlertStatus;
import dev.quaestor.connector.capability.AlertStatus.Change;
import dev.quaestor.connector.capability.AlertStatus.Standing;
import dev.quaestor.feed.AlertStatusActivities;
import dev.quaestor.feed.AlertTold;
import dev.quaestor.feed.AlertWord;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.FailureType;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says in an alert what its case came to. It looks before it writes and writes only forward: a
 * status never back, a classification and an assignee only where there is none, a comment only
 * once. So doing it again writes nothing, whoever did it the first time, and what a person has set
 * is left. These interfaces have no versions to write against: what somebody sets in the second
 * between the look and the word is lost.
 */
public final class AlertTelling implements AlertStatusActivities {
  private final Connectors connectors;

  public AlertTelling(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public AlertTold tell(AlertWord word) {
    var writer =
        connectors.offers(AlertStatus.class).stream()
            .filter(offer -> offer.connector().equals(word.source()))
            .findFirst();
    if (writer.isEmpty()) {
      return new AlertTold.NotSaid(
          FailureType.INVALID_COMMAND,
          "The worker has no connector of that name that changes alerts.",
          null);
    }
    try {
      return writer
          .get()
          .capability()
          .standing(word.alertId())
          .<AlertTold>map(there -> said(writer.get().capability(), word, there))
          .orElseGet(
              () ->
                  new AlertTold.NotSaid(
                      FailureType.NOT_FOUND, "There is no such alert any more.", null));
    } catch (ConnectorException failed) {
      return new AlertTold.NotSaid(
          ActivityFailures.type(failed.kind()),
          Excerpt.head(String.valueOf(failed.getMessage()), 500),
          failed.retryAfter().orElse(null));
    }
  }

  private static AlertTold.Said said(AlertStatus writer, AlertWord word, Standing there) {
    var written = new ArrayList<String>();
    var left = new ArrayList<String>();
    var status = status(word, there, written, left);
    var classifies = classifies(word, there, written, left);
    var assignTo = assignTo(word, there, written, left);
    var comment = word.comment();
    if (comment != null && there.comments().stream().anyMatch(c -> c.contains(word.marker()))) {
      comment = null;
    }
    if (comment != null) {
      written.add("a comment");
    }
    if (!written.isEmpty()) {
      writer.write(
          word.alertId(),
          new Change(
              status,
              classifies ? word.classification() : null,
              classifies ? word.determination() : null,
              assignTo,
              comment));
    }
    return new AlertTold.Said(written, left);
  }

  private static AlertWord.@Nullable Status status(
      AlertWord word, Standing there, ArrayList<String> written, ArrayList<String> left) {
    var wanted = word.status();
    if (wanted == null || wanted == there.status()) {
      return null;
    }
    if (wanted.compareTo(there.status()) < 0) {
      left.add("status " + there.status());
      return null;
    }
    written.add("status " + wanted);
    return wanted;
  }

  private static boolean classifies(
      AlertWord word, Standing there, ArrayList<String> written, ArrayList<String> left) {
    if (word.classification() == null) {
      return false;
    }
    if (!there.classified()) {
      written.add("classification %s, %s".formatted(word.classification(), word.determination()));
      return true;
    }
    if (word.classification() != there.classification()
        || word.determination() != there.determination()) {
      left.add("classification");
    }
    return false;
  }

  private static @Nullable String assignTo(
      AlertWord word, Standing there, ArrayList<String> written, ArrayList<String> left) {
    var wanted = word.assignTo();
    if (wanted == null || Objects.equals(wanted, there.assignedTo())) {
      return null;
    }
    if (there.assignedTo() != null) {
      left.add("assignee");
      return null;
    }
    written.add("assignee");
    return wanted;
  }
}
