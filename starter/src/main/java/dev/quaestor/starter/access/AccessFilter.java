package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.TokenStore;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no request pass without a token, whatever its method and path, mapped or not. The one
 * exception is named by its exact raw path, before any decoding or normalising: {@code
 * /actuator/health;x} or {@code /actuator/health/../..} is not it.
 *
 * <p>It runs on the first dispatch only. An error dispatch follows a request that was judged
 * already, and renders nothing but the refusal.
 */
final class AccessFilter extends OncePerRequestFilter {
  static final String CALLER = Caller.class.getName();

  private static final Set<String> OPEN =
      Set.of(
          "/actuator/health",
          "/actuator/health/liveness",
          "/actuator/health/readiness",
          // What the API is is no secret, and who writes a client has no token yet.
          "/v3/api-docs",
          "/v3/api-docs.yaml");

  /** Longer than any token of ours; what is longer is not worth hashing. */
  private static final int LONGEST_TOKEN = 512;

  private final AdminToken adminToken;
  private final TokenStore tokens;

  AccessFilter(AdminToken adminToken, TokenStore tokens) {
    this.adminToken = adminToken;
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (OPEN.contains(request.getRequestURI())) {
      chain.doFilter(request, response);
      return;
    }
    var token = bearerToken(request);
    var caller = token.flatMap(this::callerOf);
    if (caller.isEmpty()) {
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
    request.setAttribute(CALLER, caller.get());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    chain.doFilter(request, response);
  }

  private Optional<Caller> callerOf(String token) {
    if (adminToken.is(token)) {
      return Optional.of(Caller.ofToken(AdminToken.ID, AdminToken.NAME, Set.of(AccessRole.ADMIN)));
    }
    return tokens
        .findActive(token)
        .map(
            known -> {
              // A role that this release does not know gives nothing.
              var roles = EnumSet.noneOf(AccessRole.class);
              known.roles().forEach(r -> AccessRole.find(r).ifPresent(roles::add));
              return Caller.ofToken(known.tokenId(), known.name(), roles);
            });
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
    return token.isEmpty() || token.length() > LONGEST_TOKEN
        ? Optional.empty()
        : Optional.of(token);
  }
}
