package dev.quaestor.starter.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Hands every refusal to the record, by the status that it ends with: whoever refuses cannot forget
 * to. It stands before the door, and is told by it who came in.
 */
final class RefusalRecord extends OncePerRequestFilter {
  private static final String CALLER = RefusalRecord.class.getName();

  private static final String REFUSED = CALLER + ".refused";

  private final Refusals refusals;

  RefusalRecord(Refusals refusals) {
    this.refusals = refusals;
  }

  static void servedTo(HttpServletRequest request, Caller caller) {
    request.setAttribute(CALLER, caller);
  }

  /** For a refusal that ends in no status of its own. */
  static void refused(HttpServletRequest request) {
    request.setAttribute(REFUSED, true);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    var caller = request.getAttribute(CALLER) instanceof Caller c ? c : null;
    if (request.getAttribute(REFUSED) != null) {
      refusals.record(request, response.getStatus(), caller);
      return;
    }
    switch (response.getStatus()) {
      case 401, 403, 429 -> refusals.record(request, response.getStatus(), caller);
      case 404 -> {
        // Of somebody confined, what is not there and what is not theirs cannot be told apart.
        if (caller != null && !caller.scope().isAll()) {
          refusals.record(request, 404, caller);
        }
      }
      default -> {}
    }
  }
}
