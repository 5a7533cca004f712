package dev.quaestor.starter.ledger;

/**
 * How much waits for a decision, each question once.
 *
 * @param pending all of it; no more than {@link Page#MAX_TOTAL} are counted where {@code capped}
 *     says so
 * @param mine what somebody may decide of that
 */
public record Waiting(long pending, long mine, boolean capped) {
  static Waiting counted(long pending, long mine) {
    return new Waiting(
        Math.min(pending, Page.MAX_TOTAL),
        Math.min(mine, Page.MAX_TOTAL),
        pending > Page.MAX_TOTAL);
  }
}
