package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.LinkStore;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.text.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What administrators do with those who sign in. A name is one's for good, whoever bears it. */
public final class People {
  static final String LINK_PAGE = PageDoor.SIGN_IN + "/link";

  /** A link is handed on by hand and used at once. */
  static final Duration LINK_LIVES = Duration.ofMinutes(15);

  private final PersonStore people;
  private final TokenStore tokens;
  private final LinkStore links;
  private final Passwords passwords;
  private final InstantSource clock;

  People(
      PersonStore people,
      TokenStore tokens,
      LinkStore links,
      Passwords passwords,
      InstantSource clock) {
    this.people = people;
    this.tokens = tokens;
    this.links = links;
    this.passwords = passwords;
    this.clock = clock;
  }

  /** What came of adding somebody, or of another name for somebody. */
  public sealed interface Named {
    /**
     * @param password good for one sign-in; null where there is none to be handed on
     */
    record Done(Person person, @Nullable String password) implements Named {}

    /** Another has the name, or one that looks like it. */
    record Taken() implements Named {}

    /** What is wrong with the name. */
    record Flawed(String flaw) implements Named {}
  }

  /** A link that signs somebody in once. */
  public record MintedLink(String path, @Nullable String name, Instant expiresAt) {}

  /** Adds a local person, with a password to be handed on. */
  public Named add(String name, Set<AccessRole> roles, Scope scope, String by) {
    var flaw = TokenName.flaw(name);
    if (flaw.isPresent()) {
      return new Named.Flawed(flaw.get());
    }
    if (isOfAToken(tokens, name, clock.instant())) {
      return new Named.Taken();
    }
    var password = Passwords.fresh();
    return people
        .addLocal(
            other -> TokenName.isAlike(other, name),
            name,
            passwords.hash(password),
            wireNames(roles),
            scope,
            by)
        .<Named>map(added -> new Named.Done(added, password))
        .orElseGet(Named.Taken::new);
  }

  /** Whether a token that is good bears the name, or one that looks like it. */
  static boolean isOfAToken(TokenStore tokens, String name, Instant now) {
    return tokens.list().stream()
        .anyMatch(t -> t.owner() == null && t.isActive(now) && TokenName.isAlike(t.name(), name));
  }

  /** Whether somebody who signs in has that name, or one that looks like it. */
  public boolean isTaken(String name) {
    return people.list().stream().anyMatch(p -> TokenName.isAlike(p.name(), name));
  }

  /** Another name for one who had none of their own. */
  Named rename(Person person, String name) {
    var flaw = TokenName.flaw(name);
    if (flaw.isPresent()) {
      return new Named.Flawed(flaw.get());
    }
    if (isOfAToken(tokens, name, clock.instant())) {
      return new Named.Taken();
    }
    return people
        .rename(person.personId(), name, other -> TokenName.isAlike(other, name))
        .<Named>map(renamed -> new Named.Done(renamed, null))
        .orElseGet(Named.Taken::new);
  }

  public List<Person> list() {
    return people.list();
  }

  /** Somebody by their id, or by their name as it is written. */
  public Optional<Person> find(String idOrName) {
    return people
        .find(idOrName)
        .or(() -> people.list().stream().filter(p -> p.name().equals(idOrName)).findFirst());
  }

  /** What somebody may do and see; their sessions are over. */
  public Optional<Person> grant(String personId, Set<AccessRole> roles, Scope scope) {
    return people.grant(personId, wireNames(roles), scope);
  }

  public Optional<Person> disable(String personId, boolean disabled) {
    return people.disable(personId, disabled);
  }

  /** Another password to be handed on; empty for whom a provider vouches. */
  public Optional<Named.Done> resetPassword(Person person) {
    if (!person.local()) {
      return Optional.empty();
    }
    var password = Passwords.fresh();
    return people
        .setPassword(person.personId(), passwords.hash(password), true)
        .map(changed -> new Named.Done(changed, password));
  }

  /** A link for a local person, in place of the one before. */
  public MintedLink link(Person person) {
    return mint(person.personId(), person.name());
  }

  /**
   * A link for the first administrator, as long as nobody has signed in and chosen a password.
   *
   * @return empty when somebody has: say for whom
   */
  public Optional<MintedLink> firstLink() {
    var local = people.list().stream().filter(Person::local).toList();
    if (local.isEmpty()) {
      return Optional.of(mint(null, null));
    }
    return local.size() == 1 && local.getFirst().passwordHash() == null
        ? Optional.of(mint(local.getFirst().personId(), null))
        : Optional.empty();
  }

  private MintedLink mint(@Nullable String personId, @Nullable String name) {
    var code = Sessions.secret();
    var expiresAt = clock.instant().plus(LINK_LIVES);
    links.add(Sha256.of(code), personId, expiresAt);
    return new MintedLink(LINK_PAGE + "?code=" + code, name, expiresAt);
  }

  boolean isGood(String code) {
    return links.isGood(Sha256.of(code));
  }

  /**
   * Uses a link up. Whoever comes in by it chooses a password before anything else; the first
   * administrator chooses a name as well.
   */
  Optional<Person> use(String code) {
    return links
        .use(Sha256.of(code))
        .flatMap(
            link ->
                link.personId() == null
                    ? people.addLocal(
                        other -> true,
                        AdminToken.NAME,
                        null,
                        Set.of(AccessRole.ADMIN.wireName()),
                        Scope.ALL,
                        "sign-in link")
                    : people.mustChoose(link.personId()))
        .filter(person -> !person.isDisabled());
  }

  private static Set<String> wireNames(Set<AccessRole> roles) {
    return roles.stream().map(AccessRole::wireName).collect(Collectors.toSet());
  }
}
