package dev.quaestor.board;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Finding;

/** What a person said that a piece of evidence really is. Of one piece the latest word stands. */
public record AnalystWord(
    EntityKey entityKey, Classification classification, Determination determination, String by) {

  static final String SOURCE = "analyst:";

  Finding finding() {
    var sentence = "%s says: %s (%s)".formatted(by, classification, determination);
    return classification.exonerates()
        ? Finding.clears(SOURCE + by, classification.name(), sentence)
        : Finding.convicts(SOURCE + by, classification.name(), sentence);
  }
}
