package dev.quaestor.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written into the vendor's own alert, of those alerts that were fetched there. Whatever a
 * person has set there stays.
 *
 * @param onClose what, when the case has ended
 * @param onClassify what, when somebody has said what the alert was
 * @param assignTo whom it is assigned to, as the vendor knows them
 */
public record AlertUpdates(
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Part> onClose,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Part> onClassify,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String assignTo) {

  /** One thing that an alert says. */
  public enum Part {
    /** What the case came to, with its id. */
    COMMENT,
    /** Resolved, or in progress. */
    STATUS,
    /** Classification and determination. */
    CLASSIFICATION,
    /** Whom it is assigned to. */
    ASSIGNMENT
  }

  private static final int LONGEST_NAME = 200;

  public AlertUpdates {
    onClose = onClose == null ? List.of() : onClose.stream().distinct().sorted().toList();
    onClassify = onClassify == null ? List.of() : onClassify.stream().distinct().sorted().toList();
    var assigns = onClose.contains(Part.ASSIGNMENT) || onClassify.contains(Part.ASSIGNMENT);
    if (assigns != (assignTo != null)) {
      throw new IllegalArgumentException(
          "alertUpdates.assignTo and ASSIGNMENT are only of use together");
    }
    if (assignTo != null && (assignTo.isBlank() || assignTo.length() > LONGEST_NAME)) {
      throw new IllegalArgumentException(
          "alertUpdates.assignTo must be a name of 1 to " + LONGEST_NAME + " characters");
    }
  }
}
