package dev.quaestor.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do about one kind of evidence. All rules that match contribute; the most careful gate
 * wins.
 *
 * @param evidence the kinds it speaks of
 * @param verdicts the verdicts it speaks of; only Malicious and Suspicious lead to actions
 * @param minSeverity the case's severity from which it applies
 * @param actions what to do, in this order
 * @param gate how careful this rule wants to be; it can tighten what the matrix says, never loosen
 *     it
 * @param deviceGroups the device groups it speaks of, by name; empty for all, and for what lives on
 *     no device
 * @param withoutUndo null counts as accepted: cases opened under older revisions go on as they were
 */
public record PolicyRule(
    String id,
    List<EntityKind> evidence,
    List<Verdict> verdicts,
    Severity minSeverity,
    List<ActionType> actions,
    Gate gate,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> deviceGroups,
    @Nullable WithoutUndo withoutUndo) {

  /** What an operator says to actions that nothing takes back running by themselves. */
  public enum WithoutUndo {
    /** They may. */
    ACCEPTED,
    /** They wait for a person. */
    ASK
  }

  public PolicyRule {
    deviceGroups = deviceGroups == null ? List.of() : List.copyOf(deviceGroups);
    evidence = List.copyOf(evidence);
    verdicts = List.copyOf(verdicts);
    actions = List.copyOf(actions);
    minSeverity = minSeverity == null ? Severity.INFORMATIONAL : minSeverity;
    gate = gate == null ? Gate.AUTOMATIC : gate;
    if (id == null || id.isBlank()) {
      throw new IllegalArgumentException("a rule needs an id");
    }
    if (evidence.isEmpty() || verdicts.isEmpty() || actions.isEmpty()) {
      throw new IllegalArgumentException(
          "rule \"" + id + "\" needs evidence, verdicts and actions");
    }
    if (verdicts.stream().anyMatch(v -> !v.isThreat())) {
      throw new IllegalArgumentException(
          "rule \"" + id + "\": only MALICIOUS and SUSPICIOUS lead to actions");
    }
  }

  public PolicyRule(
      String id,
      List<EntityKind> evidence,
      List<Verdict> verdicts,
      Severity minSeverity,
      List<ActionType> actions,
      Gate gate) {
    this(id, evidence, verdicts, minSeverity, actions, gate, List.of(), null);
  }
}
