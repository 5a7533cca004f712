package dev.quaestor.starter.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Sign-ins that are under way at the provider, by the browser that went there; each is good once,
 * for ten minutes. They are in this process: where several starters serve one name, a browser must
 * come back to the one that it left.
 */
final class PendingSignIns implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  /** The attribute in which the request that was answered is handed on. */
  static final String ASKED = PendingSignIns.class.getName();

  private static final String COOKIE = "quaestor-oidc";
  private static final Duration LIVES = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private record Pending(OAuth2AuthorizationRequest request, Instant until) {}

  private final InstantSource clock;
  private final Map<String, Pending> pending =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pending> eldest) {
          return size() > MOST;
        }
      };

  PendingSignIns(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    synchronized (pending) {
      return ofState(
          request, Sessions.cookie(request, name(request)).map(pending::get).orElse(null));
    }
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest wanted,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (wanted == null) {
      removeAuthorizationRequest(request, response);
      return;
    }
    var browser = Sessions.secret();
    synchronized (pending) {
      pending.put(browser, new Pending(wanted, clock.instant().plus(LIVES)));
    }
    Sessions.addCookie(
        response, Sessions.cookie(request, name(request), browser).maxAge(LIVES).build());
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    Sessions.addCookie(response, Sessions.cookie(request, name(request), "").maxAge(0).build());
    @Nullable OAuth2AuthorizationRequest asked;
    synchronized (pending) {
      asked =
          ofState(
              request, Sessions.cookie(request, name(request)).map(pending::remove).orElse(null));
    }
    request.setAttribute(ASKED, asked);
    return asked;
  }

  private @Nullable OAuth2AuthorizationRequest ofState(
      HttpServletRequest request, @Nullable Pending found) {
    return found != null
            && clock.instant().isBefore(found.until)
            && found.request.getState() != null
            && found.request.getState().equals(request.getParameter("state"))
        ? found.request
        : null;
  }

  private static String name(HttpServletRequest request) {
    return Sessions.named(request, COOKIE);
  }
}
