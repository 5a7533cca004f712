package dev.quaestor.starter;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.feed.AlertVocabulary;
import dev.quaestor.feed.AlertWord;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How people have an alert at its source, in the source's own words; empty where none is said. */
record AlertStance(String status, String classification, String determination, String assignedTo) {
  private static final int LONGEST = 90;

  static AlertStance of(JsonNode alert) {
    return new AlertStance(
        word(alert, "status"),
        word(alert, "classification"),
        word(alert, "determination"),
        word(alert, "assignedTo"));
  }

  private static String word(JsonNode alert, String field) {
    var word = alert.path(field).asString("").replace('|', ' ');
    return Storable.of(Excerpt.head(word, LONGEST));
  }

  /** As it is kept, and compared. */
  String text() {
    return String.join("|", status, classification, determination, assignedTo);
  }

  static AlertStance parse(String text) {
    var words = text.split("\\|", -1);
    return new AlertStance(at(words, 0), at(words, 1), at(words, 2), at(words, 3));
  }

  private static String at(String[] words, int place) {
    return place < words.length ? words[place] : "";
  }

  boolean isResolved() {
    return AlertVocabulary.status(status) == AlertWord.Status.RESOLVED;
  }

  /** What was said of it there, where that has a word here. */
  Optional<Classification> classified() {
    return AlertVocabulary.classification(classification);
  }

  /** One that goes with its classification. */
  Determination determined(Classification classified) {
    return AlertVocabulary.determination(determination)
        .filter(classified.determinations()::contains)
        .orElse(Determination.OTHER);
  }

  /** Whether all that has changed became what our word says. */
  boolean isOurs(AlertWord word, AlertStance before) {
    return (status.equals(before.status) || AlertVocabulary.status(status) == word.status())
        && (classification.equals(before.classification)
            || isSame(word.classification(), classified()))
        && (determination.equals(before.determination)
            || isSame(word.determination(), AlertVocabulary.determination(determination)))
        && (assignedTo.equals(before.assignedTo) || assignedTo.equals(word.assignTo()));
  }

  private static <T> boolean isSame(@Nullable T ours, Optional<T> theirs) {
    return ours != null && theirs.filter(ours::equals).isPresent();
  }

  String inWords() {
    return Stream.of(
            said("status", status),
            said("classification", classification),
            said("determination", determination),
            said("assignedTo", assignedTo))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> said(String field, String word) {
    return AlertVocabulary.isSaid(word) ? Optional.of(field + " " + word) : Optional.empty();
  }
}
