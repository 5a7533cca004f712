package dev.quaestor.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said in one alert at its source; a null is not said.
 *
 * @param source the connector
 * @param alertId the vendor's
 * @param investigationId the case that it is part of
 * @param upTo what came to be by then is said with it
 * @param marker stands in the comment, and in no other comment on that alert: where it is, the
 *     comment has been written
 */
public record AlertWord(
    String source,
    String alertId,
    String investigationId,
    Instant upTo,
    String marker,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Status status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Classification classification,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Determination determination,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String comment,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String assignTo) {

  /** How far an alert is, in the vendor's sense. */
  public enum Status {
    NEW,
    IN_PROGRESS,
    RESOLVED
  }

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return status == null && classification == null && comment == null && assignTo == null;
  }
}
