package dev.quaestor.starter.ledger;

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

  /** Undone of done, 0 to 1; 0 when nothing was done. */
  public double undoRate() {
    return done == 0 ? 0 : (double) undone / done;
  }
}
