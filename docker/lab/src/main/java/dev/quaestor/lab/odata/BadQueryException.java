package dev.quaestor.lab.odata;

/** Query options that the API would refuse; the message may be shown to the caller. */
public final class BadQueryException extends RuntimeException {

  BadQueryException(String message) {
    super(message, null, false, false);
  }

  public String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
