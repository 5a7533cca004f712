package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A batch to look at.
 *
 * @param evidence at most {@link EvidenceActivities#BATCH_SIZE} pieces
 * @param since how far back searches for similar things may look
 * @param byItself whether nobody is to be asked: what the pieces and the alert say, and no more
 */
public record ExaminationRequest(
    String investigationId,
    List<Evidence> evidence,
    Instant since,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byItself) {
  public ExaminationRequest(String investigationId, List<Evidence> evidence, Instant since) {
    this(investigationId, evidence, since, false);
  }

  public ExaminationRequest {
    evidence = List.copyOf(evidence);
  }

  /** The same of the same pieces, of which more is known. */
  public ExaminationRequest about(List<Evidence> pieces) {
    return new ExaminationRequest(investigationId, pieces, since, byItself);
  }

  public ExaminationRequest askingNobody() {
    return new ExaminationRequest(investigationId, evidence, since, true);
  }
}
