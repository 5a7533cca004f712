package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.TokenStore;
import java.util.Optional;
import java.util.Set;

/** Who a bearer token stands for. */
final class Bearers {
  /** Longer than any token of ours; what is longer is not worth hashing. */
  private static final int LONGEST_TOKEN = 512;

  private final AdminToken adminToken;
  private final TokenStore tokens;

  Bearers(AdminToken adminToken, TokenStore tokens) {
    this.adminToken = adminToken;
    this.tokens = tokens;
  }

  /** Empty when it is unknown, expired or revoked. */
  Optional<Caller> find(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    if (adminToken.is(token)) {
      return Optional.of(Caller.ofToken(AdminToken.ID, AdminToken.NAME, Set.of(AccessRole.ADMIN)));
    }
    return tokens
        .findActive(token)
        .map(
            known ->
                Caller.ofToken(known.tokenId(), known.name(), AccessRole.known(known.roles())));
  }
}
