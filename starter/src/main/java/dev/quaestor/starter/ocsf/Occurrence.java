package dev.quaestor.starter.ocsf;

import dev.quaestor.ledger.LedgerEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of the ledger in its place.
 *
 * @param id its place in the whole ledger
 * @param stream the stream it belongs to; with {@code seq} its identity
 * @param investigationId null for a manual action outside any case
 * @param at the workflow's time when it happened
 * @param recordedAt when the ledger took it
 */
public record Occurrence(
    long id,
    String stream,
    long seq,
    @Nullable String investigationId,
    Instant at,
    Instant recordedAt,
    LedgerEvent event) {

  private static final int PLAIN = 200;

  /**
   * The same for the same event for ever, so that a receiver can drop repeats: {@code stream:seq}
   * with what a header or a signature's text could not carry replaced. Standard Webhooks joins the
   * id to the text it signs with full stops.
   */
  public String uid() {
    var plain = new StringBuilder();
    boolean exact = stream.length() <= PLAIN;
    for (int i = 0; i < Math.min(stream.length(), PLAIN); i++) {
      char c = stream.charAt(i);
      boolean safe =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-_/".indexOf(c) >= 0;
      exact &= safe;
      plain.append(safe ? c : '_');
    }
    // Two streams that look alike once cleaned must not share ids.
    return exact
        ? plain + ":" + seq
        : plain + "~" + Integer.toHexString(stream.hashCode()) + ":" + seq;
  }
}
