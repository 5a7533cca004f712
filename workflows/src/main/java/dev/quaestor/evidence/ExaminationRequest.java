package dev.quaestor.evidence;

import java.time.Instant;
import java.util.List;

/**
 * A batch to look at.
 *
 * @param evidence at most {@link EvidenceActivities#BATCH_SIZE} pieces
 * @param since how far back searches for similar things may look
 */
public record ExaminationRequest(String investigationId, List<Evidence> evidence, Instant since) {
  public ExaminationRequest {
    evidence = List.copyOf(evidence);
  }
}
