package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.quaestor.authority.Remit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a case is to stop.
 *
 * @param by null where nobody says so: the workflow itself was cancelled
 * @param verified whether a starter vouched for whoever wants it
 * @param rollback whether what it did is to be undone
 * @param remit where whoever wants it may undo
 */
record CaseStop(
    @Nullable String by,
    boolean verified,
    @Nullable String comment,
    boolean rollback,
    Remit remit) {

  /** Whoever can cancel a workflow can terminate it as well: both end a case, and undo nothing. */
  static CaseStop ofWorkflow() {
    return new CaseStop(null, false, null, false, Remit.NOWHERE);
  }

  /** Whose wish it is, where it is somebody's. */
  @JsonIgnore
  String person() {
    return Objects.requireNonNull(by, "nobody wished for it");
  }
}
