package dev.quaestor.wire;

import io.temporal.payload.codec.PayloadCodecException;

/**
 * An encrypted payload that this process cannot read. The message names the key and never what is
 * in the payload, so that it may stand in a history where everything else is encrypted.
 */
public final class UnreadablePayload extends PayloadCodecException {
  private static final long serialVersionUID = 1;

  UnreadablePayload(String message) {
    super(message);
  }

  /** Whether that is why this was thrown. */
  static boolean isBehind(Throwable thrown) {
    var steps = 0;
    for (Throwable t = thrown; t != null && steps < 50; t = t.getCause(), steps++) {
      if (t instanceof UnreadablePayload) {
        return true;
      }
    }
    return false;
  }
}
