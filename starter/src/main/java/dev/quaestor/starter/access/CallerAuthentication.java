package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.Sight;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** A caller, as Spring Security carries them through a request. */
final class CallerAuthentication extends AbstractAuthenticationToken {
  private final transient Caller caller;

  CallerAuthentication(Caller caller) {
    super(List.of());
    this.caller = caller;
    setAuthenticated(true);
  }

  /** Whoever makes this request; empty for nobody. */
  static Optional<Caller> current() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication a
        ? Optional.of(a.caller)
        : Optional.empty();
  }

  /** What is left to do for a request. */
  interface Rest {
    void go() throws IOException, ServletException;
  }

  /** Lets a request be made by them, with what they may see. */
  static void serve(HttpServletRequest request, Caller caller, Rest rest)
      throws IOException, ServletException {
    RefusalRecord.servedTo(request, caller);
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new CallerAuthentication(caller));
    SecurityContextHolder.setContext(context);
    Sight.begin(caller.scope());
    try {
      rest.go();
    } finally {
      Sight.end();
    }
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public Object getPrincipal() {
    return caller;
  }

  @Override
  public String getName() {
    return caller.name();
  }
}
