package dev.quaestor.starter.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import dev.quaestor.secret.SecretUnreadable;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.TokenStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Who the identity provider says that somebody is. It is asked for its addresses and keys when it
 * is first needed, so that this server starts while it is away.
 */
final class Provider {
  static final String REGISTRATION = "oidc";

  private static final Logger log = LoggerFactory.getLogger(Provider.class);

  /** How far clocks may differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** So long what it said of a bearer holds without being written down again. */
  private static final Duration CONFIRMED = Duration.ofMinutes(5);

  private final OidcProperties settings;
  private final PersonStore people;
  private final TokenStore tokens;
  private final InstantSource clock;
  private final ProviderCalls calls;
  private @Nullable ClientRegistration registration;
  private @Nullable JWKSource<SecurityContext> keys;
  private @Nullable JwtDecoder accessTokens;

  Provider(OidcProperties settings, PersonStore people, TokenStore tokens, InstantSource clock) {
    this.settings = settings;
    this.people = people;
    this.tokens = tokens;
    this.clock = clock;
    this.calls = new ProviderCalls(clock);
  }

  ProviderCalls calls() {
    return calls;
  }

  boolean isSet() {
    return settings.isSet();
  }

  String label() {
    return settings.label();
  }

  private String issuer() {
    return Objects.requireNonNull(settings.issuer(), "no issuer");
  }

  /**
   * Addresses, by discovery; asked for again until the provider has answered.
   *
   * @throws ProviderCalls.AwayException when it does not answer
   */
  synchronized ClientRegistration registration() {
    var known = registration;
    if (known == null) {
      var builder =
          calls
              .discover(issuer())
              .registrationId(REGISTRATION)
              .clientName(settings.label())
              .clientId(Objects.requireNonNull(settings.clientId()))
              .scope(settings.scopes())
              .redirectUri("{baseUrl}/sign-in/oidc/callback")
              .clientSettings(
                  ClientRegistration.ClientSettings.builder().requireProofKey(true).build());
      if (settings.clientSecret() == null) {
        builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
      }
      known = builder.build();
      registration = known;
    }
    return withSecret(known);
  }

  /** As it is now: it may be changed while this runs. */
  private ClientRegistration withSecret(ClientRegistration known) {
    var secret = settings.clientSecret();
    if (secret == null) {
      return known;
    }
    try {
      return ClientRegistration.withClientRegistration(known)
          .clientSecret(secret.read("quaestor.access.oidc.client-secret"))
          .build();
    } catch (SecretUnreadable e) {
      throw new ProviderCalls.AwayException(String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized JWKSource<SecurityContext> keys() {
    var known = keys;
    if (known == null) {
      known =
          calls.keys(
              Objects.requireNonNullElse(registration().getProviderDetails().getJwkSetUri(), ""));
      keys = known;
    }
    return known;
  }

  private static NimbusJwtDecoder decoder(
      JWKSource<SecurityContext> keys, OAuth2TokenValidator<Jwt> validator) {
    var decoder =
        NimbusJwtDecoder.withJwkSource(keys)
            // Named, because what a token names itself may be none, or a secret that all know.
            .jwsAlgorithms(
                algorithms -> {
                  algorithms.add(SignatureAlgorithm.RS256);
                  algorithms.add(SignatureAlgorithm.PS256);
                  algorithms.add(SignatureAlgorithm.ES256);
                })
            .jwtProcessorCustomizer(
                processor ->
                    processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(
                            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)))
            .build();
    decoder.setJwtValidator(validator);
    return decoder;
  }

  /** Reads what a browser brought that signs in. */
  JwtDecoder idTokens(ClientRegistration registration) {
    var decoder =
        decoder(
            keys(),
            JwtValidators.createDefaultWithValidators(
                List.of(new OidcIdTokenValidator(registration))));
    decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
    return decoder;
  }

  private synchronized JwtDecoder accessTokens() {
    var known = accessTokens;
    if (known == null) {
      var audience = settings.audience();
      known =
          decoder(
              keys(),
              new DelegatingOAuth2TokenValidator<>(
                  new JwtTimestampValidator(SKEW),
                  new JwtIssuerValidator(issuer()),
                  valid(token -> token.getExpiresAt() != null && token.getSubject() != null),
                  valid(
                      token ->
                          audience != null
                              && token.getAudience() != null
                              && token.getAudience().contains(audience)),
                  // What a browser got to sign in with is no key to the API.
                  valid(token -> !token.hasClaim("nonce") && !token.hasClaim("at_hash"))));
      accessTokens = known;
    }
    return known;
  }

  private static OAuth2TokenValidator<Jwt> valid(java.util.function.Predicate<Jwt> rule) {
    return token ->
        rule.test(token)
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
  }

  /**
   * Who bears an access token of the provider; empty when it is none that is good here.
   *
   * @throws ProviderCalls.AwayException when the provider would have to be asked, and cannot be
   */
  Optional<Caller> bearer(String token) {
    if (!isSet() || settings.audience() == null) {
      return Optional.empty();
    }
    Map<String, Object> claims;
    try {
      claims = accessTokens().decode(token).getClaims();
    } catch (BadJwtException e) {
      return Optional.empty();
    } catch (JwtException e) {
      // Of its keys none could be fetched; the token may well be good.
      throw new ProviderCalls.AwayException("its keys cannot be fetched", e);
    }
    return person(claims, true)
        .filter(person -> !person.isDisabled())
        .map(
            person ->
                new Caller(
                    person.callerId(),
                    person.name(),
                    AccessRole.known(person.roles()),
                    person.scope(),
                    null));
  }

  /**
   * Somebody as the provider describes them, written down.
   *
   * @param mayBeKnown whether it is enough that the same was written down not long ago
   * @return empty where the name is none that may stand in the record, or is another's
   */
  Optional<Person> person(Map<String, Object> claims, boolean mayBeKnown) {
    var subject = claims.get("sub");
    var name = text(claims, settings.nameClaim());
    if (!(subject instanceof String sub) || sub.isBlank() || sub.length() > 500 || name == null) {
      return Optional.empty();
    }
    var flaw = TokenName.flaw(name);
    if (flaw.isPresent()) {
      log.warn("The identity provider names somebody in a way that cannot be used: {}", flaw.get());
      return Optional.empty();
    }
    var callerId = "oidc:" + issuer() + "#" + sub;
    var given = settings.given(values(claims));
    var before = people.findByCallerId(callerId);
    if (mayBeKnown) {
      var known =
          before
              .filter(p -> p.name().equals(name) && p.roles().equals(given.roles()))
              .filter(p -> p.scope().equals(given.scope()))
              .filter(
                  p -> {
                    var at = p.confirmedAt();
                    return at != null && clock.instant().isBefore(at.plus(CONFIRMED));
                  });
      if (known.isPresent()) {
        return known;
      }
    }
    if (before.filter(p -> p.name().equals(name)).isEmpty()
        && People.isOfAToken(tokens, name, clock.instant())) {
      log.warn("The identity provider names somebody as a token is named, or nearly so");
      return Optional.empty();
    }
    return people.confirm(
        callerId, name, given.roles(), given.scope(), other -> TokenName.isAlike(other, name));
  }

  private Set<String> values(Map<String, Object> claims) {
    var values = new HashSet<String>();
    if (at(claims, settings.rolesClaim()) instanceof Collection<?> several) {
      several.forEach(v -> values.add(String.valueOf(v)));
    } else if (at(claims, settings.rolesClaim()) instanceof String one) {
      values.add(one);
    }
    return values;
  }

  private static @Nullable String text(Map<String, Object> claims, String path) {
    return at(claims, path) instanceof String text && !text.isBlank() ? text.strip() : null;
  }

  /** A claim of that name, also where the name has dots, else by its path. */
  private static @Nullable Object at(Map<String, Object> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    @Nullable Object here = claims;
    for (var part : path.split("\\.")) {
      here = here instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return here;
  }

  /** Claims of several sources, the later one's word counting. */
  static Map<String, Object> merged(Map<String, Object> first, Map<String, Object> then) {
    var all = new HashMap<>(first);
    all.putAll(then);
    return all;
  }
}
