package dev.quaestor.starter.intake.json;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what came in.
 *
 * @param path the field, as {@code [2].evidence[0].fileDetails.sha1}; empty for the whole body
 * @param message what is wrong, in words for whoever sent it
 * @param line 1-based, where the text itself cannot be read; null otherwise
 * @param column 1-based, as {@code line}
 */
public record Problem(
    String path, String message, @Nullable Integer line, @Nullable Integer column) {

  public static Problem at(String path, String message) {
    return new Problem(path, message, null, null);
  }

  /** One line for people: {@code path: message}. */
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
