package dev.quaestor.starter.access;

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

  /** Lets the request be made by them. */
  static void set(Caller caller) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new CallerAuthentication(caller));
    SecurityContextHolder.setContext(context);
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
