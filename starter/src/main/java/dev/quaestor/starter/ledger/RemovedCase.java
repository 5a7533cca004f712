package dev.quaestor.starter.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a case that was removed because it was past its time.
 *
 * @param endedAt when it had ended
 * @param rule by which it went, as the setting says it
 * @param traces what its events were
 * @param archive the file's name in the folder of archives; null where none was made
 */
public record RemovedCase(
    String investigationId,
    Instant endedAt,
    Instant removedAt,
    String rule,
    Traces traces,
    int alerts,
    int evidence,
    int actions,
    @Nullable String archive) {

  /**
   * All events of a case, by which an archive of them can be compared.
   *
   * @param lastEventId the greatest of their ids; 0 without any
   * @param sha256 of the events as lines of JSON, in the order of their ids
   */
  public record Traces(long events, long lastEventId, String sha256) {}
}
