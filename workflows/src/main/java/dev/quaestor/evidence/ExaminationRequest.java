package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch to look at.
 *
 * @param evidence at most {@link #batchSize} pieces of a case so large
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
  private static final int BATCHES = 20;

  private static final int MOST_AT_ONCE = 500;

  public ExaminationRequest(String investigationId, List<Evidence> evidence, Instant since) {
    this(investigationId, evidence, since, false, null);
  }

  public ExaminationRequest {
    evidence = List.copyOf(evidence);
  }

  /**
   * How many pieces of a case of that size are asked about at once: a large one takes some hundred
   * batches however large it is, and what it answers lies in the vault.
   */
  public static int batchSize(int pieces) {
    return Math.clamp(pieces / BATCHES, EvidenceActivities.BATCH_SIZE, MOST_AT_ONCE);
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
