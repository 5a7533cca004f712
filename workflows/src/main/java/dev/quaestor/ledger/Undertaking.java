package dev.quaestor.ledger;

import java.util.List;

/**
 * What a case says before some of its actions look at the world: what the ledger was not told yet,
 * and which states they are about to want.
 *
 * @param batch may hold no events
 * @param claims in the order in which they are answered
 */
public record Undertaking(LedgerBatch batch, List<Claim> claims) {
  public Undertaking {
    claims = List.copyOf(claims);
  }
}
