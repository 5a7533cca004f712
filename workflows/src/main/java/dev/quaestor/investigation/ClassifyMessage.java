package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.wire.Exact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person says what an alert or a piece of evidence really is.
 *
 * @param entityKey the evidence it is about; null when it is about an alert
 * @param alertId the alert it is about: a word that exonerates clears what only this alert names
 * @param determination why; {@code OTHER} when not given
 * @param by who says so, where nobody vouches for them
 * @param recorded whether the starter has told the ledger itself, so that the case need not again;
 *     counts only where it is signed
 * @param investigationId which one it was said in; a signed one counts in no other
 */
@Exact
public record ClassifyMessage(
    @Nullable String entityKey,
    @Nullable String alertId,
    @Nullable Classification classification,
    @Nullable Determination determination,
    @Nullable String by,
    @Nullable String comment,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean recorded,
    @Nullable String investigationId,
    @Nullable String signature)
    implements SignedMessage<ClassifyMessage> {
  @Override
  public MessageKind kind() {
    return MessageKind.CLASSIFY;
  }

  @Override
  public ClassifyMessage signed(String seal) {
    return new ClassifyMessage(
        entityKey,
        alertId,
        classification,
        determination,
        by,
        comment,
        recorded,
        investigationId,
        seal);
  }

  Determination reason() {
    return determination == null ? Determination.OTHER : determination;
  }

  /** What is wrong with what came, before anything is looked up; empty when it can be used. */
  static Optional<String> defectOf(Optional<ClassifyMessage> read) {
    return read.isEmpty()
        ? Optional.of(
            "It cannot be read as a classification: a classification and either an entityKey "
                + "or an alertId are required")
        : read.get().defect();
  }

  private Optional<String> defect() {
    if ((entityKey == null) == (alertId == null)) {
      return Optional.of("It must name either an entityKey or an alertId");
    }
    if (classification == null) {
      return Optional.of("classification is missing");
    }
    if (!classification.determinations().contains(reason())) {
      return Optional.of(reason() + " is not a determination of " + classification);
    }
    return PersonsWord.flaw("by", by, comment);
  }
}
