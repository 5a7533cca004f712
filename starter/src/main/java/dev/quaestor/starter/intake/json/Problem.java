package dev.quaestor.starter.intake.json;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what came in.
 *
 * @param path the field, as {@code [2].evidence[0].fileDetails.sha1}; empty for the whole body
 * @param message what is wrong, in words for whoever sent it
 * @param line 1-based, where the text itself cannot be read; null otherwise
 * @param column 1-based, as {@code line}
 * @param tooLarge whether it is nothing but more than can be taken
 */
public record Problem(
    String path,
    String message,
    @Nullable Integer line,
    @Nullable Integer column,
    boolean tooLarge) {

  public Problem(String path, String message, @Nullable Integer line, @Nullable Integer column) {
    this(path, message, line, column, false);
  }

  public static Problem at(String path, String message) {
    return new Problem(path, message, null, null);
  }

  public static Problem tooLarge(String path, String message) {
    return new Problem(path, message, null, null, true);
  }

  /** One line for people: {@code path: message}. */
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
