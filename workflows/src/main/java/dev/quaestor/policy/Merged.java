package dev.quaestor.policy;

import dev.quaestor.entity.EntityKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BinaryOperator;

/**
 * One action that several pieces of evidence want, while they are put together: what it is about is
 * gathered once, and not copied with each of them.
 */
final class Merged {
  private final SequencedSet<EntityKey> evidence;
  private PlannedAction plan;

  Merged(PlannedAction first) {
    plan = first.about(List.of());
    evidence = new LinkedHashSet<>(first.evidence());
  }

  /**
   * Adds what another wants.
   *
   * @param together what both are, whatever they are about
   */
  Merged and(PlannedAction other, BinaryOperator<PlannedAction> together) {
    plan = together.apply(plan, other.about(List.of()));
    evidence.addAll(other.evidence());
    return this;
  }

  PlannedAction plan() {
    return plan.about(List.copyOf(evidence));
  }
}
