package dev.quaestor.starter.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens. A token itself is never kept, only its SHA-256, and it is looked up by that, so
 * how long a look-up takes says nothing of the token.
 */
public final class TokenStore {

  /**
   * Lets a token in.
   *
   * @param token the secret, made by the caller from at least 128 random bits; the same one again
   *     is refused with {@link IllegalArgumentException}
   * @param expiresAt null for never
   */
  public ApiToken add(
      String token, String name, Set<String> roles, String createdBy, @Nullable Instant expiresAt) {
    throw new UnsupportedOperationException();
  }

  /** The token's record, when it is known and neither expired nor revoked. */
  public Optional<ApiToken> findActive(String token) {
    throw new UnsupportedOperationException();
  }

  /** All, also expired and revoked ones, newest first. */
  public List<ApiToken> list() {
    throw new UnsupportedOperationException();
  }

  /**
   * Shuts a token out, at once and for good.
   *
   * @return what stands now; a second time changes nothing; empty when there is none of that id
   */
  public Optional<ApiToken> revoke(String tokenId) {
    throw new UnsupportedOperationException();
  }
}
