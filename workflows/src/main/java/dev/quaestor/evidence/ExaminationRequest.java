package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch to look at.
 *
 * @param evidence at most {@link EvidenceActivities#BATCH_SIZE} pieces
 * @param since how far back searches for similar things may look
 * @param byItself whether nobody is to be asked: what the pieces and the alert say, and no more
 * @param playbook which of them are looked at closely; null for none
 */
public record ExaminationRequest(
    String investigationId,
    List<Evidence> evidence,
    Instant since,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byItself,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Playbook playbook) {
  public ExaminationRequest(String investigationId, List<Evidence> evidence, Instant since) {
    this(investigationId, evidence, since, false, null);
  }

  public ExaminationRequest {
    evidence = List.copyOf(evidence);
  }

  /** The same of the same pieces, of which more is known. */
  public ExaminationRequest about(List<Evidence> pieces) {
    return new ExaminationRequest(investigationId, pieces, since, byItself, playbook);
  }

  public ExaminationRequest askingNobody() {
    return new ExaminationRequest(investigationId, evidence, since, true, null);
  }

  public ExaminationRequest with(@Nullable Playbook closely) {
    return new ExaminationRequest(investigationId, evidence, since, byItself, closely);
  }

  /** The same of one piece alone. */
  public ExaminationRequest about(Evidence piece) {
    return about(List.of(piece));
  }
}
