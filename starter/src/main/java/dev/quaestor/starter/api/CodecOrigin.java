package dev.quaestor.starter.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the pages of one origin, and of no other, read what the codec answers. A browser asks first,
 * and without a token: that question alone is answered in front of the door, and it tells nothing.
 * Cookies are never asked for; who calls is said by a token in each call.
 */
final class CodecOrigin extends OncePerRequestFilter {
  private static final Set<String> PATHS =
      Set.of(CodecController.PATH + "/decode", CodecController.PATH + "/encode");

  /** What the Web UI sends; the last holds the id token, which is not read. */
  private static final String HEADERS =
      "Authorization, Content-Type, X-Namespace, Authorization-Extras";

  private final String origin;

  CodecOrigin(String origin) {
    this.origin = origin;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !PATHS.contains(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var from = request.getHeaders(HttpHeaders.ORIGIN);
    if (!from.hasMoreElements()) {
      // No page: the command line, or a program.
      chain.doFilter(request, response);
      return;
    }
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    if (!origin.equals(from.nextElement()) || from.hasMoreElements()) {
      response.sendError(
          HttpServletResponse.SC_FORBIDDEN, "Pages of this origin may not ask for payloads");
      return;
    }
    response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if (HttpMethod.OPTIONS.matches(request.getMethod())
        && HttpMethod.POST
            .name()
            .equals(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD))) {
      response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, HttpMethod.POST.name());
      response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
      response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    chain.doFilter(request, response);
  }
}
