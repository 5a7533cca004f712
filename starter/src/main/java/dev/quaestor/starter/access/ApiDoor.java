package dev.quaestor.starter.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no call of the API pass without a bearer token, whatever its method and path, mapped or not;
 * a cookie is none. The exceptions are named by their exact raw path, before any decoding or
 * normalising: {@code /actuator/health;x} or {@code /actuator/health/../..} is not one.
 */
final class ApiDoor extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(ApiDoor.class);

  private static final Set<String> OPEN =
      Set.of(
          "/actuator/health",
          "/actuator/health/liveness",
          "/actuator/health/readiness",
          // What the API is is no secret, and who writes a client has no token yet.
          "/v3/api-docs",
          "/v3/api-docs.yaml");

  private static final String METRICS = "/actuator/";

  private final Bearers bearers;

  ApiDoor(Bearers bearers) {
    this.bearers = bearers;
  }

  static boolean isOpen(HttpServletRequest request) {
    return OPEN.contains(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isOpen(request)) {
      chain.doFilter(request, response);
      return;
    }
    var token = bearerToken(request);
    Optional<Caller> caller;
    try {
      caller = token.flatMap(bearers::find);
    } catch (ProviderCalls.AwayException e) {
      // To call it a bad one would make its owner throw away a good one.
      log.warn("A token cannot be checked: {}", e.getMessage());
      response.setHeader(HttpHeaders.RETRY_AFTER, "10");
      response.sendError(
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "The identity provider cannot be asked at the moment, so the token was not checked");
      return;
    }
    if (caller.isEmpty()) {
      if (token.isPresent()) {
        Refusals.because(request, "bad-token", "The token is unknown, expired or revoked");
      }
      // RFC 6750: what is wrong is said only to those who sent something.
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          token.isEmpty()
              ? "Bearer realm=\"quaestor\""
              : "Bearer realm=\"quaestor\", error=\"invalid_token\"");
      response.sendError(
          HttpServletResponse.SC_UNAUTHORIZED,
          token.isEmpty()
              ? "This call needs a bearer token: Authorization: Bearer <token>"
              : "The token is unknown, expired or revoked");
      return;
    }
    if (request.getRequestURI().startsWith(METRICS) && !caller.get().scope().isAll()) {
      Refusals.because(request, "out-of-scope", "The metrics count what is everybody's");
      response.sendError(
          HttpServletResponse.SC_FORBIDDEN,
          "The metrics are for those who may see everything; \""
              + caller.get().name()
              + "\" may not");
      return;
    }
    CallerAuthentication.serve(request, caller.get(), () -> chain.doFilter(request, response));
  }

  private static Optional<String> bearerToken(HttpServletRequest request) {
    var headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
    if (headers == null || !headers.hasMoreElements()) {
      return Optional.empty();
    }
    var header = headers.nextElement().strip();
    if (headers.hasMoreElements() || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    var token = header.substring(7).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
