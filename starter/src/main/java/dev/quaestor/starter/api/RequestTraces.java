package dev.quaestor.starter.api;

import dev.quaestor.telemetry.Traces;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Each request that came through the door is a span, in the trace of its caller where they name
 * one. It is named by its route: a path is its sender's.
 */
final class RequestTraces extends OncePerRequestFilter {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final String TRACE = "traceId";

  private final Traces traces;

  RequestTraces(Traces traces) {
    this.traces = traces;
  }

  /** Whoever scrapes would fill every store. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !traces.isOn() || request.getRequestURI().startsWith("/actuator/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    try (var served = traces.serve(method, request::getHeader)) {
      MDC.put(TRACE, served.traceId());
      try {
        chain.doFilter(request, response);
      } finally {
        MDC.remove(TRACE);
        var route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        served.ended(route == null ? method : method + " " + route, response.getStatus());
      }
    }
  }
}
