package dev.quaestor.board;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.authority.Author;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Finding;

/**
 * What a person said that a piece of evidence really is. Of one piece the latest word stands, of
 * those who may do as much.
 */
public record AnalystWord(
    EntityKey entityKey, Classification classification, Determination determination, Author by) {

  private static final String SOURCE = "analyst:";

  /** The word of somebody who may do more is not taken back by somebody who may do less. */
  boolean replaces(AnalystWord earlier) {
    return earlier.entityKey.equals(entityKey) && by.remit().covers(earlier.by.remit());
  }

  Finding finding() {
    var sentence = "%s says: %s (%s)".formatted(by.name(), classification, determination);
    var source = SOURCE + by.name();
    var finding =
        classification.exonerates()
            ? Finding.clears(source, classification.name(), sentence)
            : Finding.convicts(source, classification.name(), sentence);
    return finding.from(Finding.Origin.ANALYST).saidBy(by.remit());
  }
}
