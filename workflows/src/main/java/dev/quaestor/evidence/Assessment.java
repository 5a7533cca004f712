package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.entity.EntityKey;
import java.util.List;

/**
 * A piece of evidence with what is known of it by now.
 *
 * @param examined whether it has been looked at
 * @param reasons every finding that the verdict rests on
 * @param offered the actions that some connector can take on it
 * @param withheld of what is not offered, what a connector has but cannot do to this very thing
 */
public record Assessment(
    Evidence evidence,
    boolean examined,
    List<Finding> reasons,
    Verdict verdict,
    List<ActionType> offered,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Withheld> withheld) {
  public Assessment {
    reasons = List.copyOf(reasons);
    offered = List.copyOf(offered);
    // Histories from before it was there lack it.
    withheld = withheld == null ? List.of() : List.copyOf(withheld);
  }

  public Assessment(
      Evidence evidence,
      boolean examined,
      List<Finding> reasons,
      Verdict verdict,
      List<ActionType> offered) {
    this(evidence, examined, reasons, verdict, offered, List.of());
  }

  /** Not looked at yet. */
  public static Assessment fresh(Evidence evidence) {
    return new Assessment(evidence, false, List.of(), Verdict.UNKNOWN, List.of());
  }

  public EntityKey key() {
    return evidence.key();
  }
}
