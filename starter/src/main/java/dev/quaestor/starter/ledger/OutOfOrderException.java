package dev.quaestor.starter.ledger;

/**
 * Events came whose predecessors are not there. Nothing of the batch was recorded. Streams are told
 * in order, so that what is missing was here once and is lost: trying again helps when the database
 * gets it back, and only then. A ledger that lost some does not pretend otherwise.
 */
public final class OutOfOrderException extends IllegalStateException {
  private final String stream;
  private final long expected;
  private final long came;

  OutOfOrderException(String stream, long expected, long came) {
    super("stream %s: event %d came where %d is next".formatted(stream, came, expected));
    this.stream = stream;
    this.expected = expected;
    this.came = came;
  }

  /** Of which events are missing. */
  public String stream() {
    return stream;
  }

  boolean isOn(String other) {
    return stream.equals(other);
  }

  /** The stream on which the ledger says so of this gap, once. */
  String noteOn() {
    return "gap/" + expected + "/" + stream;
  }

  /** What a person should know. */
  public String sentence() {
    return "The ledger has lost events %d to %d of %s and records nothing that follows them until they are back"
        .formatted(expected, came - 1, stream);
  }
}
