package dev.quaestor.starter.ledger;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token, without the token: only its SHA-256 is kept, and that is not here.
 *
 * @param tokenId its name for machines, to revoke it by
 * @param name whose it is; what decisions made with it are signed with
 * @param roles as {@code viewer}; what each may do is for the starter's access rules
 * @param expiresAt null for never
 * @param revokedAt null while it stands
 * @param owner the person whose own it is, by their id; null for one that an administrator created
 * @param scope what it lets its bearer see
 * @param usedAt when it last opened something, to the minute; null for never
 */
public record ApiToken(
    String tokenId,
    String name,
    Set<String> roles,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable String owner,
    Scope scope,
    @Nullable Instant usedAt) {
  public ApiToken {
    roles = Set.copyOf(roles);
  }

  /** Whether it opens anything at that moment. */
  public boolean isActive(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
