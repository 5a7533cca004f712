package dev.quaestor.starter.policy;

/**
 * One error or warning about a policy file.
 *
 * @param line 1-based
 * @param column 1-based
 * @param path as {@code rules[2].verdicts[0]}; empty for the file as a whole
 */
public record PolicyProblem(int line, int column, String path, String message, PolicyCode code) {
  /** As {@code line 7, column 12, rules[2].gate: …}. */
  @Override
  public String toString() {
    return "line %d, column %d%s: %s"
        .formatted(line, column, path.isEmpty() ? "" : ", " + path, message);
  }
}
