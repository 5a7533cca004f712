package dev.quaestor.starter.api;

import dev.quaestor.call.LogContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says in each line that a request logs which case or action it asks for, by its path. */
final class RequestLogContext extends OncePerRequestFilter {
  private static final Map<String, String> KEYS =
      Map.of("investigations", LogContext.INVESTIGATION, "actions", LogContext.ACTION);

  private static final int LONGEST = 200;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      var segments = request.getRequestURI().split("/", -1);
      for (int n = 0; n + 1 < segments.length; n++) {
        var key = KEYS.get(segments[n]);
        if (key != null && isId(segments[n + 1])) {
          MDC.put(key, segments[n + 1]);
        }
      }
      chain.doFilter(request, response);
    } finally {
      KEYS.values().forEach(MDC::remove);
    }
  }

  /** As we make them; whatever else stands in a path is its sender's. */
  private static boolean isId(String segment) {
    return !segment.isEmpty()
        && segment.length() <= LONGEST
        && segment.chars().allMatch(RequestLogContext::isOfAnId);
  }

  private static boolean isOfAnId(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }
}
