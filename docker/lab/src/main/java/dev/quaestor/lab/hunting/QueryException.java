package dev.quaestor.lab.hunting;

/**
 * A query that is not understood: syntax, unknown table or column. The message may be shown to the
 * caller.
 */
public final class QueryException extends RuntimeException {

  QueryException(String message) {
    super(message, null, false, false);
  }

  public String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
