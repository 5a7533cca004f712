package dev.quaestor.starter.ledger;

import dev.quaestor.entity.EntityKey;
import java.util.List;

/** An action that policy planned, and the evidence that it rests on. */
public record PlannedBecause(String actionId, List<EntityKey> evidence) {
  public PlannedBecause {
    evidence = List.copyOf(evidence);
  }
}
