package dev.quaestor.starter.access;

import dev.quaestor.wire.QuaestorJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import tools.jackson.core.JacksonException;

/**
 * Sign-ins that are under way at the provider. Each is kept by the browser that went there, in a
 * cookie that only starters of this installation can read or make: whichever of them the browser
 * comes back to knows what was asked, and whoever begins a million costs no memory. It is good for
 * ten minutes; the provider's code, which comes with the answer, is good once.
 */
final class PendingSignIns implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  /** The attribute in which the request that was answered is handed on. */
  static final String ASKED = PendingSignIns.class.getName();

  private static final String COOKIE = "quaestor-oidc";
  private static final Duration LIVES = Duration.ofMinutes(10);

  /** Browsers keep no cookie beyond 4,096 bytes. */
  private static final int LONGEST = 4_000;

  /** What has to be known when the browser is back, and where it goes then. */
  private record Asked(
      String state, String redirectUri, Map<String, String> attributes, Instant until) {}

  private final Provider provider;
  private final String secret;
  private final InstantSource clock;

  /**
   * @param secret of this installation's starters
   */
  PendingSignIns(Provider provider, String secret, InstantSource clock) {
    this.provider = provider;
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return Sessions.cookie(request, name(request), LONGEST)
        .flatMap(closed -> Sealed.open(closed, secret))
        .flatMap(PendingSignIns::read)
        .filter(asked -> clock.instant().isBefore(asked.until()))
        .filter(asked -> asked.state().equals(request.getParameter(OAuth2ParameterNames.STATE)))
        .map(this::request)
        .orElse(null);
  }

  private static Optional<Asked> read(String text) {
    try {
      return Optional.of(QuaestorJson.mapper().readValue(text, Asked.class));
    } catch (JacksonException e) {
      // Of another release of ours: nobody else can seal one.
      return Optional.empty();
    }
  }

  private OAuth2AuthorizationRequest request(Asked asked) {
    var registration = provider.registration();
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(
            Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
        .clientId(registration.getClientId())
        .redirectUri(asked.redirectUri())
        .scopes(registration.getScopes())
        .state(asked.state())
        .attributes(all -> all.putAll(asked.attributes()))
        .build();
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest wanted,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (wanted == null) {
      removeAuthorizationRequest(request, response);
      return;
    }
    var attributes = new HashMap<String, String>();
    for (var name :
        new String[] {
          OAuth2ParameterNames.REGISTRATION_ID,
          OidcParameterNames.NONCE,
          PkceParameterNames.CODE_VERIFIER,
          ProviderSignIn.TO,
          ProviderSignIn.AGAIN
        }) {
      if (wanted.getAttribute(name) instanceof String value) {
        attributes.put(name, value);
      }
    }
    var asked =
        new Asked(
            String.valueOf(wanted.getState()),
            String.valueOf(wanted.getRedirectUri()),
            attributes,
            clock.instant().plus(LIVES));
    var closed = Sealed.seal(QuaestorJson.mapper().writeValueAsString(asked), secret);
    Sessions.addCookie(
        response, Sessions.cookie(request, name(request), closed).maxAge(LIVES).build());
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    var asked = loadAuthorizationRequest(request);
    Sessions.addCookie(response, Sessions.cookie(request, name(request), "").maxAge(0).build());
    request.setAttribute(ASKED, asked);
    return asked;
  }

  private static String name(HttpServletRequest request) {
    return Sessions.named(request, COOKIE);
  }
}
