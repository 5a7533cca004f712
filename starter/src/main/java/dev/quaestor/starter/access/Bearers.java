package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.ApiToken;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.TokenStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Who a bearer token stands for. */
final class Bearers {
  /** Longer than any token of ours; what is longer is not worth hashing. */
  private static final int LONGEST_TOKEN = 512;

  /** Nor this of a provider's. */
  private static final int LONGEST_JWT = 8_192;

  /** So long somebody's own tokens outlive the last word of the provider that vouches for them. */
  private static final Duration CONFIRMED_WITHIN = Duration.ofDays(7);

  private final InstantSource clock = InstantSource.system();
  private final AdminToken adminToken;
  private final TokenStore tokens;
  private final PersonStore people;
  private final Provider provider;

  Bearers(AdminToken adminToken, TokenStore tokens, PersonStore people, Provider provider) {
    this.provider = provider;
    this.people = people;
    this.adminToken = adminToken;
    this.tokens = tokens;
  }

  /** Empty when it is unknown, expired or revoked. */
  Optional<Caller> find(String token) {
    if (isOfProvider(token)) {
      return token.length() > LONGEST_JWT ? Optional.empty() : provider.bearer(token);
    }
    if (token.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    if (adminToken.is(token)) {
      return Optional.of(Caller.ofToken(AdminToken.ID, AdminToken.NAME, Set.of(AccessRole.ADMIN)));
    }
    var known = tokens.findActive(token);
    var caller = known.flatMap(this::callerOf);
    // One whose owner is shut out opens nothing, and is not in use.
    caller.ifPresent(c -> tokens.used(known.orElseThrow()));
    return caller;
  }

  /** Three parts with dots between: no token of ours has one. */
  private static boolean isOfProvider(String token) {
    return token.chars().filter(c -> c == '.').count() == 2;
  }

  private Optional<Caller> callerOf(ApiToken token) {
    var roles = AccessRole.known(token.roles());
    if (token.owner() == null) {
      return Optional.of(Caller.ofToken(token.tokenId(), token.name(), roles, token.scope()));
    }
    return people
        .find(token.owner())
        .filter(owner -> !owner.isDisabled() && !owner.mustChange())
        .filter(this::isKnownStill)
        .map(owner -> Caller.ofOwnToken(owner, roles, token.scope()));
  }

  /** Of whom a provider vouches is believed only what it said not long ago. */
  private boolean isKnownStill(Person person) {
    var confirmedAt = person.confirmedAt();
    return person.local()
        || (confirmedAt != null && clock.instant().isBefore(confirmedAt.plus(CONFIRMED_WITHIN)));
  }
}
