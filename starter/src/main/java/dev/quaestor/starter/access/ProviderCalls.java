package dev.quaestor.starter.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.security.oauth2.client.endpoint.AbstractRestClientOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * How the identity provider is called. Every call is over within seconds, because a person waits
 * meanwhile; one that did not answer is left alone for a moment, because everybody asks at once;
 * and its keys are fetched no more often for tokens that name a key which nobody has.
 */
final class ProviderCalls {
  /** So long what was known holds on while it is away. */
  static final Duration AWAY_AT_MOST = Duration.ofMinutes(15);

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** So long one that did not answer is not asked again where it describes itself. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private static final int LARGEST_KEY_SET = 1 << 20;
  private static final Duration KEYS_HOLD = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final JdkClientHttpRequestFactory requests;
  private @Nullable AwayException failure;
  private Instant askAgainAt = Instant.MIN;

  ProviderCalls(InstantSource clock) {
    this.clock = clock;
    requests =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).build());
    requests.setReadTimeout(ANSWER);
  }

  /** The provider cannot be asked: nothing is known of whoever wants in. */
  static final class AwayException extends RuntimeException {
    AwayException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * How the provider describes itself.
   *
   * @throws AwayException when it does not, in a way that can be read, or gives itself another name
   * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID
   *     Connect Discovery §4</a>
   */
  synchronized ClientRegistration.Builder discover(String issuer) {
    if (failure != null && clock.instant().isBefore(askAgainAt)) {
      throw failure;
    }
    try {
      var found = described(issuer);
      failure = null;
      return found;
    } catch (AwayException e) {
      failure = e;
      askAgainAt = clock.instant().plus(LEFT_ALONE);
      throw e;
    }
  }

  private ClientRegistration.Builder described(String issuer) {
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    @Nullable Map<String, Object> found;
    try {
      found =
          RestClient.builder()
              .requestFactory(requests)
              .build()
              .get()
              .uri(URI.create(base + "/.well-known/openid-configuration"))
              .retrieve()
              .body(new ParameterizedTypeReference<Map<String, Object>>() {});
    } catch (RestClientException e) {
      throw new AwayException("the identity provider " + issuer + " does not answer", e);
    }
    // It speaks for the name under which it was asked, and for no other.
    if (found == null || !issuer.equals(found.get("issuer"))) {
      throw new AwayException(
          "what answers at %s calls itself by another name".formatted(issuer), null);
    }
    try {
      return ClientRegistrations.fromOidcConfiguration(found);
    } catch (IllegalArgumentException e) {
      throw new AwayException(
          "the identity provider " + issuer + " describes itself in a way that cannot be read", e);
    }
  }

  /** The provider's keys; those that were good are, for a while, when it is away. */
  JWKSource<SecurityContext> keys(String address) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              URI.create(address).toURL(),
              new DefaultResourceRetriever(
                  (int) CONNECT.toMillis(), (int) ANSWER.toMillis(), LARGEST_KEY_SET))
          .cache(KEYS_HOLD.toMillis(), CONNECT.plus(ANSWER).toMillis())
          .refreshAheadCache(false)
          .outageTolerant(AWAY_AT_MOST.toMillis())
          .build();
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new AwayException("the identity provider names no address of its keys", e);
    }
  }

  /** Hands a call for tokens what it is sent by. */
  <
          T extends AbstractOAuth2AuthorizationGrantRequest,
          C extends AbstractRestClientOAuth2AccessTokenResponseClient<T>>
      C tokens(C client) {
    client.setRestClient(
        RestClient.builder()
            .requestFactory(requests)
            .configureMessageConverters(
                converters ->
                    converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }

  /** Asks what the provider says of somebody. */
  DefaultOAuth2UserService users() {
    var calls = new RestTemplate(requests);
    calls.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
    var service = new DefaultOAuth2UserService();
    service.setRestOperations(calls);
    return service;
  }

  /** Whether a failure is that the provider could not be asked. */
  static boolean isAway(Throwable failure) {
    for (@Nullable Throwable t = Objects.requireNonNull(failure); t != null; t = t.getCause()) {
      if (t instanceof AwayException
          || t instanceof IOException
          // It says nothing of whoever is asked about, only of itself.
          || t instanceof HttpServerErrorException
          || t instanceof HttpClientErrorException.TooManyRequests) {
        return true;
      }
    }
    return false;
  }
}
