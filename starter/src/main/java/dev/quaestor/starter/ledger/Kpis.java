package dev.quaestor.starter.ledger;

import dev.quaestor.starter.ledger.Overview.Spread;

/**
 * What a SOC reports of a period: of the cases that began in it, and of the actions that were
 * planned or ordered in it.
 *
 * @param planned by policy, as far as no newer plan took their place
 * @param automatic those of them that needed nobody
 * @param done what took effect, whoever wanted it
 * @param undone what of that was taken back
 * @param toDecide from the question to a person's answer
 * @param toRemediate from the start of the case, or from an order that is in none, to the effect
 */
public record Kpis(
    long cases,
    Spread toVerdict,
    long planned,
    long automatic,
    long done,
    long undone,
    Spread toDecide,
    Spread toRemediate) {}
