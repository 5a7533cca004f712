package dev.quaestor.ledger;

import dev.quaestor.policy.PolicySnapshot;

/**
 * Under what an order by hand stands.
 *
 * @param policy the one in force
 * @param known whether the ledger has an action of this id already: an order that was carried out,
 *     or declined, is not carried out again because somebody sends it again
 */
public record OrderTerms(PolicySnapshot policy, boolean known) {}
