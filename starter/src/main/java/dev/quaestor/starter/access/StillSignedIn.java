package dev.quaestor.starter.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;

/**
 * Whether somebody is still signed in, and as the same: for what goes on after the request that the
 * door let in.
 */
public final class StillSignedIn {
  private final Sessions sessions;

  StillSignedIn(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Whoever makes this request; each asking asks the ledger. */
  public BooleanSupplier of(HttpServletRequest request) {
    var secret = Sessions.secretOf(request).orElse("");
    return () -> sessions.lives(secret);
  }
}
