package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.authority.Author;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import org.jspecify.annotations.Nullable;

/**
 * What a person said that a piece of evidence really is. Of one piece the latest word stands, of
 * those who may do as much.
 *
 * @param comment why they think so, in their own words; null when they did not say
 */
public record AnalystWord(
    EntityKey entityKey,
    Classification classification,
    Determination determination,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String comment,
    Author by) {

  private static final int LONGEST = 200;

  private static final String SOURCE = "analyst:";

  /** The word of somebody who may do more is not taken back by somebody who may do less. */
  boolean replaces(AnalystWord earlier) {
    return earlier.entityKey.equals(entityKey) && by.remit().covers(earlier.by.remit());
  }

  private String because() {
    return comment == null || comment.isBlank()
        ? ""
        : ": " + Excerpt.of(Unseen.replaced(comment, " ").strip(), LONGEST);
  }

  Finding finding() {
    var sentence =
        "%s says: %s (%s)".formatted(by.name(), classification, determination) + because();
    var source = SOURCE + by.name();
    var finding =
        classification.exonerates()
            ? Finding.clears(source, classification.name(), sentence)
            : Finding.convicts(source, classification.name(), sentence);
    return finding.from(Finding.Origin.ANALYST).saidBy(by.remit());
  }
}
