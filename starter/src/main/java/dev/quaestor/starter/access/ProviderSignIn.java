package dev.quaestor.starter.access;

import com.nimbusds.jwt.JWTParser;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.SessionStore;
import dev.quaestor.wire.QuaestorJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestClientException;

/**
 * Sign-in at the identity provider: code flow with PKCE, state and nonce. What the provider says of
 * somebody is asked again every few minutes as long as they are signed in here, so that a role that
 * they lost there is lost here.
 */
final class ProviderSignIn {
  static final String START = PageDoor.SIGN_IN + "/start";
  static final String BEGIN = START + "/" + Provider.REGISTRATION;

  /** What the page for signing in is told of a try that came to nothing. */
  static final String REFUSED = "refused";

  static final String AWAY = "away";

  static final String CALLBACK = PageDoor.SIGN_IN + "/oidc/callback";

  private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);
  private static final Duration CHECKED_WITHIN = Duration.ofMinutes(5);

  private static final Duration JUST_NOW = Duration.ofMinutes(2);

  /** Of a provider that does not say when somebody signed in there: it was not just now. */
  private static final Duration LONG_AGO = Duration.ofDays(1);

  private static final String CLIENT = ProviderSignIn.class.getName();
  static final String TO = "quaestor-to";
  static final String AGAIN = "quaestor-again";

  private final Provider provider;
  private final Sessions sessions;
  private final SessionStore store;
  private final String secret;
  private final InstantSource clock;
  private final Object[] locks = new Object[64];

  /**
   * @param secret of this installation's starters
   */
  ProviderSignIn(
      Provider provider,
      Sessions sessions,
      SessionStore store,
      String secret,
      InstantSource clock) {
    this.provider = provider;
    this.secret = secret;
    this.sessions = sessions;
    this.store = store;
    this.clock = clock;
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new Object();
    }
  }

  /** What the provider gave to ask it again. */
  record Keys(String access, Instant until, @Nullable String refresh) {}

  /** The keys after they were refreshed, with what came of it beside them. */
  private record Fresh(Keys keys, Map<String, Object> claims) {}

  void into(HttpSecurity http) throws Exception {
    if (!provider.isSet()) {
      return;
    }
    ClientRegistrationRepository registrations =
        id -> id.equals(Provider.REGISTRATION) ? provider.registration() : null;
    http.oauth2Login(
        login ->
            login
                .clientRegistrationRepository(registrations)
                .authorizedClientRepository(new HandedOn())
                .loginPage(PageDoor.SIGN_IN)
                .authorizationEndpoint(
                    there ->
                        there
                            .authorizationRequestResolver(new Asking(registrations))
                            .authorizationRequestRepository(
                                new PendingSignIns(provider, secret, clock)))
                .redirectionEndpoint(back -> back.baseUri(CALLBACK))
                .tokenEndpoint(
                    keys ->
                        keys.accessTokenResponseClient(
                            provider
                                .calls()
                                .tokens(new RestClientAuthorizationCodeTokenResponseClient())))
                .userInfoEndpoint(
                    who -> {
                      var users = new OidcUserService();
                      users.setOauth2UserService(provider.calls().users());
                      who.oidcUserService(users);
                    })
                .successHandler(this::cameBack)
                .failureHandler(ProviderSignIn::refused));
  }

  /** With where to go afterwards, and whether they have to prove once more who they are. */
  private final class Asking implements OAuth2AuthorizationRequestResolver {
    private final DefaultOAuth2AuthorizationRequestResolver usual;

    Asking(ClientRegistrationRepository registrations) {
      usual = new DefaultOAuth2AuthorizationRequestResolver(registrations, START);
    }

    /** Null also while the provider is away: {@link SignInPages} answers what nobody took. */
    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
      try {
        return with(request, usual.resolve(request));
      } catch (ProviderCalls.AwayException e) {
        log.warn("Nobody can sign in at the identity provider: {}", e.getMessage());
        return null;
      }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(
        HttpServletRequest request, String registration) {
      return with(request, usual.resolve(request, registration));
    }

    private @Nullable OAuth2AuthorizationRequest with(
        HttpServletRequest request, @Nullable OAuth2AuthorizationRequest made) {
      if (made == null) {
        return null;
      }
      var builder =
          OAuth2AuthorizationRequest.from(made)
              .attributes(a -> a.put(TO, ReturnAddress.of(request.getParameter("to"))));
      var again =
          request.getParameter("again") == null
              ? Optional.<Person>empty()
              : sessions.find(request).map(SessionStore.Known::person);
      again.ifPresent(
          person ->
              builder
                  .attributes(a -> a.put(AGAIN, person.callerId()))
                  .additionalParameters(Map.of("prompt", "login", "max_age", "0")));
      return builder.build();
    }
  }

  /** Hands what the provider gave to {@link #cameBack}, and keeps nothing. */
  private static final class HandedOn implements OAuth2AuthorizedClientRepository {
    @Override
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
        String registration, Authentication who, HttpServletRequest request) {
      return null;
    }

    @Override
    public void saveAuthorizedClient(
        OAuth2AuthorizedClient client,
        Authentication who,
        HttpServletRequest request,
        HttpServletResponse response) {
      request.setAttribute(CLIENT, client);
    }

    @Override
    public void removeAuthorizedClient(
        String registration,
        Authentication who,
        HttpServletRequest request,
        HttpServletResponse response) {}
  }

  private void cameBack(
      HttpServletRequest request, HttpServletResponse response, Authentication who) {
    var asked = (OAuth2AuthorizationRequest) request.getAttribute(PendingSignIns.ASKED);
    var client = (OAuth2AuthorizedClient) request.getAttribute(CLIENT);
    if (!(who.getPrincipal() instanceof OidcUser user) || asked == null || client == null) {
      refuse(request, response, "The provider did not say who signed in");
      return;
    }
    var person = provider.person(user.getClaims(), false);
    if (person.isEmpty() || person.get().isDisabled() || person.get().roles().isEmpty()) {
      refuse(request, response, "The provider's word gives no access here");
      return;
    }
    var now = clock.instant();
    var provedAt = user.getAuthenticatedAt();
    var again = asked.getAttribute(AGAIN);
    if (again != null
        && (!again.equals(person.get().callerId())
            || provedAt == null
            || provedAt.isBefore(now.minus(JUST_NOW)))) {
      refuse(request, response, "The provider did not ask again who it is");
      return;
    }
    var secret = Sessions.secret();
    var refresh = client.getRefreshToken();
    var keys =
        new Keys(
            client.getAccessToken().getTokenValue(),
            expiry(client.getAccessToken(), now),
            refresh == null ? null : refresh.getTokenValue());
    var signedInAt =
        provedAt == null ? now.minus(LONG_AGO) : provedAt.isAfter(now) ? now : provedAt;
    sessions.open(person.get(), request, response, locked(keys, secret), secret, signedInAt);
    PageDoor.goTo(response, ReturnAddress.of(asked.getAttribute(TO)));
  }

  private static Instant expiry(OAuth2AccessToken token, Instant now) {
    var until = token.getExpiresAt();
    return until == null ? now.plus(CHECKED_WITHIN) : until;
  }

  private static String locked(Keys keys, String secret) {
    return Sealed.seal(QuaestorJson.mapper().writeValueAsString(keys), secret);
  }

  private static void refused(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    log.info("A sign-in at the identity provider was refused: {}", why.getMessage());
    if (ProviderCalls.isAway(why)) {
      back(request, response, AWAY);
    } else {
      refuse(request, response, "The provider's answer was not good");
    }
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response, String why) {
    Refusals.because(request, "provider", why);
    RefusalRecord.refused(request);
    back(request, response, REFUSED);
  }

  /** To where they may try in another way, and still come to where they wanted to go. */
  private static void back(
      HttpServletRequest request, HttpServletResponse response, String because) {
    var asked = (OAuth2AuthorizationRequest) request.getAttribute(PendingSignIns.ASKED);
    PageDoor.goTo(
        response,
        asked == null
            ? ReturnAddress.signIn(null, because, false)
            : ReturnAddress.signIn(
                asked.getAttribute(TO), because, asked.getAttribute(AGAIN) != null));
  }

  /**
   * Asks the provider again what it says of somebody, where that is due; what it says then holds
   * from this request on.
   *
   * @return the session with its person as they are now; empty when it is over
   */
  Optional<SessionStore.Known> stillGood(SessionStore.Known known, String secret) {
    if (known.person().local() || !isDue(known)) {
      return Optional.of(known);
    }
    var hash = known.session().sessionHash();
    // Two requests at once would use the same key to the provider twice, which looks like theft.
    synchronized (locks[Math.floorMod(hash.hashCode(), locks.length)]) {
      var now = store.find(hash);
      if (now.isEmpty() || !isDue(now.get())) {
        return now;
      }
      return asked(now.get(), secret);
    }
  }

  private boolean isDue(SessionStore.Known known) {
    return clock.instant().isAfter(known.session().checkedAt().plus(CHECKED_WITHIN));
  }

  private Optional<SessionStore.Known> asked(SessionStore.Known known, String secret) {
    var session = known.session();
    var keys =
        Optional.ofNullable(session.sealed())
            .flatMap(kept -> Sealed.open(kept, secret))
            .map(text -> QuaestorJson.mapper().readValue(text, Keys.class));
    try {
      var fresh = keys.map(this::refreshed);
      if (fresh.isPresent()) {
        var person = provider.person(claims(fresh.get()), false);
        if (person.isPresent()
            && person.get().callerId().equals(known.person().callerId())
            && !person.get().roles().isEmpty()) {
          store.checked(session.sessionHash(), locked(fresh.get().keys(), secret));
          return store.find(session.sessionHash());
        }
      }
    } catch (ProviderCalls.AwayException
        | RestClientException
        | OAuth2AuthorizationException
        | AuthenticationException refused) {
      if (ProviderCalls.isAway(refused)
          && clock.instant().isBefore(session.checkedAt().plus(ProviderCalls.AWAY_AT_MOST))) {
        return Optional.of(known);
      }
      log.info("The identity provider no longer vouches for a session: {}", refused.getMessage());
    }
    store.end(session.sessionHash());
    return Optional.empty();
  }

  private Fresh refreshed(Keys keys) {
    var refresh = keys.refresh();
    if (refresh == null) {
      return new Fresh(keys, Map.of());
    }
    var now = clock.instant();
    var answer =
        provider
            .calls()
            .tokens(new RestClientRefreshTokenTokenResponseClient())
            .getTokenResponse(
                new OAuth2RefreshTokenGrantRequest(
                    provider.registration(), token(keys), new OAuth2RefreshToken(refresh, null)));
    var next = answer.getRefreshToken();
    return new Fresh(
        new Keys(
            answer.getAccessToken().getTokenValue(),
            expiry(answer.getAccessToken(), now),
            next == null ? refresh : next.getTokenValue()),
        said(answer.getAdditionalParameters().get("id_token")));
  }

  /**
   * Of a token that came straight from the provider: who sent it is known without its signature.
   */
  private static Map<String, Object> said(@Nullable Object idToken) {
    try {
      return idToken instanceof String text
          ? JWTParser.parse(text).getJWTClaimsSet().getClaims()
          : Map.of();
    } catch (ParseException e) {
      return Map.of();
    }
  }

  private Map<String, Object> claims(Fresh fresh) {
    var user =
        provider
            .calls()
            .users()
            .loadUser(new OAuth2UserRequest(provider.registration(), token(fresh.keys())));
    return Provider.merged(fresh.claims(), user.getAttributes());
  }

  private static OAuth2AccessToken token(Keys keys) {
    return new OAuth2AccessToken(
        OAuth2AccessToken.TokenType.BEARER, keys.access(), null, keys.until());
  }
}
