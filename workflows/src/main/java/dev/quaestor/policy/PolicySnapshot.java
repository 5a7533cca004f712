package dev.quaestor.policy;

import org.jspecify.annotations.Nullable;

/**
 * The policy as it stood when a case opened.
 *
 * @param revision the ledger's number of that revision
 * @param decisionKey the public key (X.509 SubjectPublicKeyInfo, Base64) that signed decisions
 *     verify against; null where the starter does not sign
 */
public record PolicySnapshot(int revision, Policy policy, @Nullable String decisionKey) {}
