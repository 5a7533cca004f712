package dev.quaestor.starter.ledger;

import java.util.OptionalDouble;

/**
 * What became of the actions of one rule.
 *
 * @param actions that it planned and no newer plan replaced
 * @param done that were carried out, at least in part
 * @param undone of those, that somebody took back
 * @param rejected that a person declined
 * @param expired that nobody decided in time
 */
public record RuleStatistics(
    String ruleId, long actions, long done, long undone, long rejected, long expired) {

  /** Undone of done, 0 to 1; of nothing done there is no rate. */
  public OptionalDouble undoRate() {
    return done == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) undone / done);
  }
}
