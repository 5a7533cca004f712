package dev.quaestor.wire;

/**
 * The types of {@code ApplicationFailure} that activities throw: closed, so that nobody reads
 * messages. Names are in histories.
 */
public enum FailureType {
  /** The back end limits us; it says when to come again. */
  THROTTLED(true),
  /** The back end is down, or the way to it. */
  BACK_END_DOWN(true),
  /** A device is offline. */
  RESOURCE_AWAY(true),
  /** Our credentials are refused. An operator must mend it, so it is tried for a while. */
  UNAUTHORIZED(true),
  /**
   * The ledger lets no more cases run for now; it opens this one when another has ended. The
   * failure carries when to ask again.
   */
  NO_ROOM(true),
  /**
   * The back end has taken an action, or may have, and what became of it cannot be read for now. It
   * may be in force whatever is answered from then on.
   */
  LOST_SIGHT(true),
  /** The back end says no to this request and will again. */
  REJECTED(false),
  /** The thing asked for is not there. */
  NOT_FOUND(false),
  /**
   * The back end does not serve what the thing would be in: nobody can tell whether it is there.
   */
  OUT_OF_REACH(false),
  /** The back end's answer makes no sense. */
  MALFORMED_ANSWER(false),
  /** The command itself makes no sense. */
  INVALID_COMMAND(false);

  private final boolean retryable;

  FailureType(boolean retryable) {
    this.retryable = retryable;
  }

  public boolean retryable() {
    return retryable;
  }
}
