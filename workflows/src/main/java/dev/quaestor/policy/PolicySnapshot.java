package dev.quaestor.policy;

/**
 * The policy as it stood when a case opened.
 *
 * @param revision the ledger's number of that revision
 * @param indicators whether the organisation has allow or block indicators of its own; if not,
 *     nobody is asked for them
 */
public record PolicySnapshot(int revision, Policy policy, boolean indicators) {}
