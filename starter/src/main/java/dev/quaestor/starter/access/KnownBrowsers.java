package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Browsers with which somebody has signed in before. There another's wrong guesses do not shut them
 * out, wherever those come from: behind a proxy, or in one office, all have the same address. The
 * cookie opens nothing; it is sealed, so that nobody can make one.
 *
 * @see <a
 *     href="https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies">
 *     OWASP: device cookies</a>
 */
final class KnownBrowsers {
  private static final String COOKIE = "quaestor-known";
  private static final Duration LIVES = Duration.ofDays(90);
  private static final int LONGEST = 500;

  private final String secret;

  /**
   * @param secret of this installation's starters
   */
  KnownBrowsers(String secret) {
    this.secret = secret;
  }

  /**
   * @param browser a text of its own for each browser
   */
  record Known(String personId, String browser) {}

  /** Who signed in last with a request's browser. */
  Optional<Known> find(HttpServletRequest request) {
    return Sessions.cookie(request, Sessions.named(request, COOKIE), LONGEST)
        .flatMap(closed -> Sealed.open(closed, secret))
        .map(text -> text.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new Known(parts[0], parts[1]));
  }

  /** They have signed in with it now. */
  void remember(Person person, HttpServletRequest request, HttpServletResponse response) {
    var browser =
        find(request)
            .filter(known -> known.personId().equals(person.personId()))
            .map(Known::browser)
            .orElseGet(Sessions::secret);
    Sessions.addCookie(
        response,
        Sessions.cookie(
                request,
                Sessions.named(request, COOKIE),
                Sealed.seal(person.personId() + " " + browser, secret))
            .maxAge(LIVES)
            .build());
  }
}
