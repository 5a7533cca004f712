package dev.quaestor.starter.ledger;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.policy.Gate;
import java.time.Instant;
import java.util.List;

/**
 * A recorded case, as far as a plan rests on it.
 *
 * @param alerts every alert of it
 * @param evidence as it stood last
 * @param planned what its policy planned and nothing superseded; without what people ordered
 */
public record PastCase(
    String investigationId,
    Severity severity,
    Instant startedAt,
    int policyRevision,
    List<AlertRow> alerts,
    List<Assessment> evidence,
    List<Planned> planned) {

  /** An action with the gate that the case's policy gave it. */
  public record Planned(RemediationAction action, Gate gate) {}

  public PastCase {
    alerts = List.copyOf(alerts);
    evidence = List.copyOf(evidence);
    planned = List.copyOf(planned);
  }
}
