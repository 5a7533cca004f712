package dev.quaestor.start;

import org.jspecify.annotations.Nullable;

/**
 * Why a process does not start, for whoever starts it: the message says what is wrong, in one
 * sentence and without any secret.
 */
public class CannotStart extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final String remedy;

  /**
   * @param what is wrong
   * @param remedy what to do or to set; empty where the message says it
   */
  public CannotStart(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  public String what() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }
}
