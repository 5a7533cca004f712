package dev.quaestor.starter.policy;

/**
 * What is wrong with a policy file, as a stable word for tools. Errors refuse the file; a warning
 * says what its author hardly meant.
 */
public enum PolicyCode {
  NOT_YAML(true),
  WRONG_SHAPE(true),
  UNKNOWN_KEY(true),
  UNKNOWN_WORD(true),
  UNKNOWN_GROUP(true),
  MISSING(true),
  TWICE(true),
  OUT_OF_RANGE(true),
  MEANINGLESS(true),
  NOT_FOR_RULES(true),
  /** An action that nothing takes back would run by itself, and nobody has said that it may. */
  AUTOMATIC_WITHOUT_UNDO(true),

  /** The rule never leads to an action. */
  UNREACHABLE_RULE(false),
  /** What the rule says is said by another one already. */
  RULE_CHANGES_NOTHING(false),
  /** An action of the rule follows from none of its evidence. */
  POINTLESS_ACTION(false),
  /** Two rules order one action on the same evidence. */
  OVERLAPPING_RULES(false),
  /** {@code AUTOMATIC} is written where a person is asked all the same. */
  NEVER_AUTOMATIC(false),
  /** An earlier group takes every device of this one. */
  UNREACHABLE_GROUP(false),
  /** Nobody can approve what the rule asks for. */
  UNSATISFIABLE(false),
  /** Somebody would be told of what has expired by then. */
  TOO_LATE(false),
  EXPIRED_SUPPRESSION(false),
  EXCLUDES_EVERYTHING(false),
  PROTECTS_NOTHING(false);

  private final boolean error;

  PolicyCode(boolean error) {
    this.error = error;
  }

  public boolean isError() {
    return error;
  }
}
