package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.ApiToken;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.text.PersonName;
import dev.quaestor.text.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is a person's own: tokens and sessions. Nobody else's is ever found here. */
public final class Mine {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int LONGEST_LABEL = 100;

  private final PersonStore people;
  private final TokenStore tokens;
  private final Sessions sessions;
  private final InstantSource clock;

  Mine(PersonStore people, TokenStore tokens, Sessions sessions, InstantSource clock) {
    this.people = people;
    this.tokens = tokens;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** What came of asking for a token. */
  public sealed interface Added {
    record Done(ApiToken token, String secret) implements Added {}

    record Flawed(String field, String flaw) implements Added {}

    /** A service's token has none of its own. */
    record NoPerson() implements Added {}
  }

  /**
   * A browser in which somebody is signed in.
   *
   * @param id good for ending it, and for nothing else
   */
  public record Session(
      String id, Instant signedInAt, Instant seenAt, String address, String browser) {}

  public Added addToken(
      Caller caller,
      String label,
      Set<AccessRole> roles,
      Scope scope,
      @Nullable Instant expiresAt) {
    var person = person(caller);
    if (person.isEmpty()) {
      return new Added.NoPerson();
    }
    var now = clock.instant();
    var flaw = label.length() > LONGEST_LABEL ? Optional.of("is too long") : PersonName.flaw(label);
    if (flaw.isPresent()) {
      return new Added.Flawed("label", flaw.get());
    }
    if (tokens(caller).stream().anyMatch(t -> t.isActive(now) && t.name().equals(label))) {
      return new Added.Flawed("label", "is that of a token of yours which is still good");
    }
    if (roles.isEmpty()) {
      return new Added.Flawed("roles", "must name at least one role");
    }
    if (!caller.mayGive(roles)) {
      return new Added.Flawed("roles", "must be among those that you hold");
    }
    if (expiresAt == null || !expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST))) {
      return new Added.Flawed("expiresAt", "must be within the next 365 days");
    }
    var secret = TokenText.mint();
    return tokens
        .addOwn(
            secret,
            person.get(),
            label,
            roles.stream().map(AccessRole::wireName).collect(Collectors.toSet()),
            caller.scope().and(scope),
            expiresAt)
        .<Added>map(made -> new Added.Done(made, secret))
        .orElseGet(() -> new Added.Flawed("label", "would be one too many; revoke another first"));
  }

  public List<ApiToken> tokens(Caller caller) {
    return person(caller).map(p -> tokens.listOwn(p.personId())).orElseGet(List::of);
  }

  public Optional<ApiToken> revokeToken(Caller caller, String tokenId) {
    return tokens(caller).stream().anyMatch(t -> t.tokenId().equals(tokenId))
        ? tokens.revoke(tokenId)
        : Optional.empty();
  }

  public List<Session> sessions(Caller caller) {
    return person(caller)
        .map(
            p ->
                sessions.of(p).stream()
                    .map(
                        known ->
                            new Session(
                                known.session().sessionHash(),
                                known.session().signedInAt(),
                                known.session().seenAt(),
                                known.session().address(),
                                known.session().agent()))
                    .toList())
        .orElseGet(List::of);
  }

  /** The id of the session that a page is asked for in; empty for a call. */
  public Optional<String> here(HttpServletRequest request) {
    return Sessions.secretOf(request).map(Sha256::of);
  }

  /** Whether there was one of theirs to end. */
  public boolean endSession(Caller caller, String id) {
    return person(caller).map(p -> sessions.end(p, id)).orElse(false);
  }

  /** Signs out every browser of theirs but the one that asks. */
  public void endOtherSessions(Caller caller, HttpServletRequest request) {
    var here = here(request);
    sessions(caller).stream()
        .filter(s -> here.filter(s.id()::equals).isEmpty())
        .forEach(s -> endSession(caller, s.id()));
  }

  /** Whether they have a password here, and no provider vouches for them. */
  public boolean hasPassword(Caller caller) {
    return person(caller).filter(Person::local).isPresent();
  }

  private Optional<Person> person(Caller caller) {
    return people.findByCallerId(caller.id());
  }
}
