package dev.quaestor.starter.access;

import dev.quaestor.text.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * What a form must carry to be ours: made of the session's secret, so that nothing has to be kept,
 * every starter knows it, and it is over with the session. Before there is a session a visitor's
 * cookie stands in, for nobody is to be signed in by another's form.
 */
final class SessionCsrf implements CsrfTokenRepository {
  private static final String FRESH = SessionCsrf.class.getName();
  private static final String VISIT = "quaestor-visit";

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    var secret = Sessions.secret();
    request.setAttribute(FRESH, secret);
    return token(secret);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    if (token != null && request.getAttribute(FRESH) instanceof String secret) {
      Sessions.addCookie(
          response, Sessions.cookie(request, Sessions.named(request, VISIT), secret).build());
    }
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return secretOf(request).map(SessionCsrf::token).orElse(null);
  }

  private static Optional<String> secretOf(HttpServletRequest request) {
    return Sessions.secretOf(request)
        .or(() -> Sessions.cookie(request, Sessions.named(request, VISIT)));
  }

  private static CsrfToken token(String secret) {
    return new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", Sha256.of("csrf\n" + secret));
  }
}
