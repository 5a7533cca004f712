package dev.quaestor.starter.ledger;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signs in. What they did stays under their name, so they are disabled and never
 * deleted.
 *
 * @param callerId who they are for machines: {@code user:usr-…} or {@code oidc:<issuer>#<subject>}
 * @param local whether they have a password here; of others a provider says who they are
 * @param passwordHash null where there is none, or none yet
 * @param mustChange whether they must choose a password before anything else
 * @param roles as {@code viewer}; of others than local people, as the provider last said
 * @param epoch a session opened in another epoch is over
 * @param failures wrong passwords since the last right one
 * @param disabledAt null while they may sign in
 * @param confirmedAt when the provider last vouched for them; null for local people
 */
public record Person(
    String personId,
    String callerId,
    String name,
    boolean local,
    @Nullable String passwordHash,
    boolean mustChange,
    Set<String> roles,
    Scope scope,
    int epoch,
    int failures,
    @Nullable Instant lockedUntil,
    @Nullable Instant disabledAt,
    @Nullable Instant confirmedAt,
    String createdBy,
    Instant createdAt) {
  public Person {
    roles = Set.copyOf(roles);
  }

  public boolean isDisabled() {
    return disabledAt != null;
  }

  /** Without what only the check of a password needs. */
  @Override
  public String toString() {
    return name + " (" + callerId + ")";
  }
}
