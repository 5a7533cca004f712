package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks names and passwords. Guessing is slowed down by the name, by the address, and by both
 * together. So that nobody can shut another out by guessing wrongly, none of these holds with a
 * browser that the person has signed in with before, where only its own wrong tries count; and the
 * pause of a name does not hold at an address from which they have.
 *
 * <p>Nothing tells a known name from an unknown one: neither the answer, nor the pause, nor the
 * time it takes.
 */
final class SignIns {
  private static final int FREE_BY_NAME = 5;
  private static final int FREE_BY_ADDRESS = 30;
  private static final int LONGEST_NAME = 200;

  private final PersonStore people;
  private final SessionStore sessions;
  private final Passwords passwords;
  private final InstantSource clock;

  private final Pauses unknownNames = new Pauses(FREE_BY_NAME);
  private final Pauses pairs = new Pauses(FREE_BY_NAME);
  private final Pauses addresses = new Pauses(FREE_BY_ADDRESS);
  private final Pauses browsers = new Pauses(FREE_BY_NAME);

  SignIns(PersonStore people, SessionStore sessions, Passwords passwords, InstantSource clock) {
    this.people = people;
    this.sessions = sessions;
    this.passwords = passwords;
    this.clock = clock;
  }

  /** What came of a try. */
  sealed interface Outcome {
    /** They are who they say. */
    record Welcome(Person person) implements Outcome {}

    /** The name or the password is wrong; which, is not said. */
    record Wrong() implements Outcome {}

    /** Nothing was checked. */
    record Wait(Duration pause) implements Outcome {}
  }

  /**
   * @param browser who signed in last with the browser; empty where nobody is known to have
   */
  Outcome signIn(
      String name, String password, String address, Optional<KnownBrowsers.Known> browser) {
    var person =
        name.isBlank() || name.length() > LONGEST_NAME
            ? Optional.<Person>empty()
            : people.findLocal(name.strip());
    var own = browser.filter(b -> person.map(p -> p.personId().equals(b.personId())).orElse(false));
    return own.isPresent()
        ? withTheirBrowser(person.orElseThrow(), password, own.get().browser())
        : fromAnywhere(name, person, password, address);
  }

  /** Only what was tried with that browser counts. */
  private Outcome withTheirBrowser(Person person, String password, String browser) {
    var now = clock.instant();
    var until = browsers.until(browser, now);
    if (until.isPresent()) {
      return new Outcome.Wait(Duration.between(now, until.get()));
    }
    browsers.failed(browser, now);
    boolean right;
    try {
      right = isRight(password, Optional.of(person));
    } catch (Passwords.BusyException e) {
      browsers.forgive(browser);
      throw e;
    }
    if (!right) {
      return new Outcome.Wrong();
    }
    browsers.forget(browser);
    return new Outcome.Welcome(person);
  }

  /** A try counts before it is judged: else many at one moment would all be the first. */
  private Outcome fromAnywhere(
      String name, Optional<Person> person, String password, String address) {
    var now = clock.instant();
    var from = network(address);
    var pair = from + " " + key(name);
    var until =
        latest(
            addresses.until(from, now).orElse(null),
            pairs.until(pair, now).orElse(null),
            pauseOfName(person, name, address, now).orElse(null));
    if (until != null) {
      return new Outcome.Wait(Duration.between(now, until));
    }
    addresses.failed(from, now);
    pairs.failed(pair, now);
    person.ifPresentOrElse(
        known -> countAgainst(known, now), () -> unknownNames.failed(key(name), now));
    boolean right;
    try {
      right = isRight(password, person);
    } catch (Passwords.BusyException e) {
      addresses.forgive(from);
      pairs.forgive(pair);
      throw e;
    }
    if (!right) {
      return new Outcome.Wrong();
    }
    people.succeeded(person.orElseThrow().personId());
    pairs.forget(pair);
    addresses.forgive(from);
    return new Outcome.Welcome(person.orElseThrow());
  }

  private boolean isRight(String password, Optional<Person> person) {
    return passwords.matches(password, person.map(Person::passwordHash).orElse(null))
        && !person.map(Person::isDisabled).orElse(true);
  }

  private void countAgainst(Person person, Instant now) {
    var pause = Pauses.after(people.failed(person.personId()), FREE_BY_NAME);
    if (pause.isPositive()) {
      people.lock(person.personId(), now.plus(pause));
    }
  }

  private Optional<Instant> pauseOfName(
      Optional<Person> person, String name, String address, Instant now) {
    if (person.isEmpty()) {
      return unknownNames.until(key(name), now);
    }
    var until = person.get().lockedUntil();
    return until != null
            && now.isBefore(until)
            && !sessions.hasSignedInFrom(person.get().personId(), address)
        ? Optional.of(until)
        : Optional.empty();
  }

  private static @Nullable Instant latest(@Nullable Instant... times) {
    @Nullable Instant latest = null;
    for (var time : times) {
      if (time != null && (latest == null || time.isAfter(latest))) {
        latest = time;
      }
    }
    return latest;
  }

  private static String key(String name) {
    var folded = name.strip().toLowerCase(Locale.ROOT);
    return folded.substring(0, Math.min(folded.length(), LONGEST_NAME));
  }

  /** Of IPv6 the half that says whose it is: a home has as many addresses as it likes. */
  static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    var parts = address.split(":", -1);
    return String.join(":", java.util.Arrays.copyOf(parts, Math.min(4, parts.length)));
  }
}
