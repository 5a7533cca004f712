package dev.quaestor.policy;

import org.jspecify.annotations.Nullable;

/**
 * The policy as it stood when a case opened.
 *
 * @param revision the ledger's number of that revision
 * @param decisionKey the public key (X.509 SubjectPublicKeyInfo, Base64) that signed decisions
 *     verify against; null where the starter does not sign
 * @param indicators whether the organisation has allow or block indicators of its own; if not,
 *     nobody is asked for them
 */
public record PolicySnapshot(
    int revision, Policy policy, @Nullable String decisionKey, boolean indicators) {

  public PolicySnapshot(int revision, Policy policy, @Nullable String decisionKey) {
    this(revision, policy, decisionKey, false);
  }
}
