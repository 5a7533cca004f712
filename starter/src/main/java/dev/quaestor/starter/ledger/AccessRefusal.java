package dev.quaestor.starter.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was refused to somebody; what is alike within a minute is one.
 *
 * @param at the minute in which it was
 * @param whoId who for machines; empty for nobody
 * @param who the name; {@code nobody} where none is known
 * @param address from where
 * @param what the method and the path
 * @param kind {@code not-signed-in}, {@code bad-token}, {@code not-allowed}, …
 * @param why one sentence
 * @param times how often in that minute
 */
public record AccessRefusal(
    Instant at,
    String whoId,
    String who,
    String address,
    String what,
    String kind,
    String why,
    long times) {

  /**
   * Some of them, newest first.
   *
   * @param next the position to go on after; null at the end
   */
  public record Part(java.util.List<AccessRefusal> items, @Nullable Long next) {}
}
