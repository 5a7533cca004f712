package dev.quaestor.connector.http;

import org.jspecify.annotations.Nullable;

/**
 * Which of a back end's 404s say that the very thing is not there. Any other one says that the way
 * to it is not: a mailbox that is not served, a gateway that knows no such path; and what cannot be
 * reached may well be there.
 */
@FunctionalInterface
public interface Absence {

  /**
   * @param operation the call, as {@link Request#operation()}
   * @param code the back end's own error code; null when it gave none
   */
  boolean isTold(String operation, @Nullable String code);
}
