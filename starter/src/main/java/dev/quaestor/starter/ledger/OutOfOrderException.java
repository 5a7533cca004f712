package dev.quaestor.starter.ledger;

/**
 * Events came whose predecessors are not there. Nothing of the batch was recorded. Trying again
 * helps when the predecessors are on their way, and only then: a ledger that lost some does not
 * pretend otherwise.
 */
public final class OutOfOrderException extends IllegalStateException {
  OutOfOrderException(String stream, long expected, long came) {
    super("stream %s: event %d came where %d is next".formatted(stream, came, expected));
  }
}
