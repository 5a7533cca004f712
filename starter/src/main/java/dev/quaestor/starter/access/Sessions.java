package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.SessionStore;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * Who is signed in in which browser. The browser has a secret in a cookie, the ledger its hash;
 * what the person may do is asked of the ledger with each request, so that whatever is taken from
 * them is gone at once. Each sign-in makes a secret of its own: one that was there before is worth
 * nothing.
 */
final class Sessions {
  /** So long it may lie idle. */
  static final Duration IDLE = Duration.ofHours(8);

  /** So long it lives at most. */
  static final Duration LONGEST = Duration.ofHours(12);

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LONGEST_SECRET = 64;
  private static final int LONGEST_AGENT = 300;

  private final SessionStore store;
  private final InstantSource clock;

  Sessions(SessionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  static String secret() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The session of a request's browser, with its person as they are now; empty when it is over. */
  Optional<SessionStore.Known> find(HttpServletRequest request) {
    var known = secretOf(request).flatMap(s -> store.find(Sha256.of(s))).filter(this::isAlive);
    known.ifPresent(k -> store.seen(k.session()));
    return known;
  }

  /** Whether a browser's secret still stands for somebody; asking does not count as using it. */
  boolean lives(String secret) {
    return store.find(Sha256.of(secret)).filter(this::isAlive).isPresent();
  }

  private boolean isAlive(SessionStore.Known known) {
    var now = clock.instant();
    var session = known.session();
    return session.endedAt() == null
        && now.isBefore(session.seenAt().plus(IDLE))
        && now.isBefore(session.createdAt().plus(LONGEST))
        && session.epoch() == known.person().epoch()
        && !known.person().isDisabled();
  }

  /**
   * Signs somebody in in a request's browser; what was signed in there before is not any more.
   *
   * @param signedInAt when they last proved who they are
   * @param sealed of the secret, what a provider gave to ask it again; null for none
   */
  void open(
      Person person,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable String sealed,
      String secret,
      Instant signedInAt) {
    secretOf(request).ifPresent(old -> store.end(Sha256.of(old)));
    var agent = Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
    store.open(
        Sha256.of(secret),
        person,
        address(request),
        Excerpt.head(agent, LONGEST_AGENT),
        sealed,
        signedInAt);
    addCookie(response, cookie(request, cookieName(request), secret).build());
  }

  /** The same for one who has just proved who they are. */
  void open(Person person, HttpServletRequest request, HttpServletResponse response) {
    open(person, request, response, null, secret(), clock.instant());
  }

  /** Signs out. */
  void end(HttpServletRequest request, HttpServletResponse response) {
    secretOf(request).ifPresent(old -> store.end(Sha256.of(old)));
    addCookie(response, cookie(request, cookieName(request), "").maxAge(0).build());
  }

  /** Of a person, those that live. */
  List<SessionStore.Known> of(Person person) {
    return store.of(person.personId()).stream()
        .map(session -> new SessionStore.Known(session, person))
        .filter(this::isAlive)
        .toList();
  }

  /** Ends one of a person's own; does nothing to another's. */
  boolean end(Person person, String sessionHash) {
    var own = of(person).stream().anyMatch(k -> k.session().sessionHash().equals(sessionHash));
    if (own) {
      store.end(sessionHash);
    }
    return own;
  }

  /** The secret that the browser sent; empty when it sent none, or several. */
  static Optional<String> secretOf(HttpServletRequest request) {
    return cookie(request, cookieName(request));
  }

  static Optional<String> cookie(HttpServletRequest request, String name) {
    return cookie(request, name, LONGEST_SECRET);
  }

  /** What one cookie says; empty when there is none, there are several, or it is longer. */
  static Optional<String> cookie(HttpServletRequest request, String name, int longest) {
    var cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    var values =
        Arrays.stream(cookies)
            .filter(c -> c.getName().equals(name))
            .map(c -> c.getValue())
            .toList();
    return values.size() == 1
            && !values.getFirst().isEmpty()
            && values.getFirst().length() <= longest
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  static void addCookie(HttpServletResponse response, ResponseCookie cookie) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }

  /** Lax and not strict, because somebody comes back from a provider by a redirect. */
  static ResponseCookie.ResponseCookieBuilder cookie(
      HttpServletRequest request, String name, String value) {
    return ResponseCookie.from(name, value)
        .path("/")
        .httpOnly(true)
        .secure(!isPlainLoopback(request))
        .sameSite("Lax");
  }

  private static String cookieName(HttpServletRequest request) {
    return named(request, "quaestor");
  }

  /**
   * The prefix makes browsers refuse what another host has set. It needs TLS; on this machine alone
   * there may be none, and there cookies do not tell ports apart, so the name does.
   */
  static String named(HttpServletRequest request, String name) {
    return isPlainLoopback(request) ? name + "-" + request.getServerPort() : "__Host-" + name;
  }

  private static boolean isPlainLoopback(HttpServletRequest request) {
    return !request.isSecure() && LOOPBACK.contains(request.getServerName());
  }

  static String address(HttpServletRequest request) {
    return Excerpt.head(request.getRemoteAddr(), 64);
  }
}
