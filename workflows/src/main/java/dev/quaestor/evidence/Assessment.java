package dev.quaestor.evidence;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.remediation.ActionType;
import java.util.List;

/**
 * A piece of evidence with what is known of it by now.
 *
 * @param examined whether it has been looked at
 * @param reasons every finding that the verdict rests on
 * @param offered the actions that some connector can take on it
 */
public record Assessment(
    Evidence evidence,
    boolean examined,
    List<Finding> reasons,
    Verdict verdict,
    List<ActionType> offered) {
  public Assessment {
    reasons = List.copyOf(reasons);
    offered = List.copyOf(offered);
  }

  /** Not looked at yet. */
  public static Assessment fresh(Evidence evidence) {
    return new Assessment(evidence, false, List.of(), Verdict.UNKNOWN, List.of());
  }

  public EntityKey key() {
    return evidence.key();
  }
}
