package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.LinkStore;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.RefusalStore;
import dev.quaestor.starter.ledger.SessionStore;
import dev.quaestor.starter.ledger.TokenStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the two doors in, before everything else: one for calls, one for pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AccessProperties.class, OidcProperties.class})
class AccessConfiguration implements WebMvcConfigurer {
  private static final String[] CALLS = {"/api/**", "/actuator/**", "/v3/**"};

  /** What pages may load: nothing but what this server has. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  @Bean
  static MessageSigner messageSigner(AccessProperties properties) {
    return MessageSigner.of(properties.signingKeyFile(), InstantSource.system());
  }

  @Bean
  static Sessions sessions(SessionStore store) {
    return new Sessions(store, InstantSource.system());
  }

  @Bean
  static StillSignedIn stillSignedIn(Sessions sessions) {
    return new StillSignedIn(sessions);
  }

  @Bean
  static Passwords passwords() {
    return new Passwords();
  }

  @Bean
  static SignIns signIns(PersonStore people, SessionStore sessions, Passwords passwords) {
    return new SignIns(people, sessions, passwords, InstantSource.system());
  }

  @Bean
  static KnownBrowsers knownBrowsers(MessageSigner signer) {
    return new KnownBrowsers(signer.secretFor("known-browsers"));
  }

  @Bean
  static People people(
      PersonStore people, TokenStore tokens, LinkStore links, Passwords passwords) {
    return new People(people, tokens, links, passwords, InstantSource.system());
  }

  @Bean
  static Refusals refusals(RefusalStore store, MeterRegistry meters) {
    return new Refusals(store, meters, InstantSource.system());
  }

  @Bean
  static Provider provider(OidcProperties settings, PersonStore people, TokenStore tokens) {
    return new Provider(settings, people, tokens, InstantSource.system());
  }

  @Bean
  static ProviderSignIn providerSignIn(
      Provider provider, Sessions sessions, SessionStore store, MessageSigner signer) {
    return new ProviderSignIn(
        provider, sessions, store, signer.secretFor("sign-ins"), InstantSource.system());
  }

  /** Spring Security looks for one of this type. */
  @Bean
  static JwtDecoderFactory<ClientRegistration> idTokens(Provider provider) {
    return provider::idTokens;
  }

  @Bean
  static Mine mine(PersonStore people, TokenStore tokens, Sessions sessions) {
    return new Mine(people, tokens, sessions, InstantSource.system());
  }

  /** Calls carry a bearer token, each of them, and nothing is kept between two. */
  @Bean
  @Order(1)
  static SecurityFilterChain doorOfCalls(
      HttpSecurity http,
      AccessProperties properties,
      TokenStore tokens,
      PersonStore people,
      Provider provider,
      Refusals refusals)
      throws Exception {
    var bearers = new Bearers(AdminToken.of(properties.tokenFile()), tokens, people, provider);
    return withoutWhatIsNotUsed(http)
        .securityMatcher(CALLS)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(
            headers -> headers.cacheControl(cache -> cache.disable()).addHeaderWriter(notStored()))
        .addFilterAfter(new RefusalRecord(refusals), HeaderWriterFilter.class)
        .addFilterAfter(new ApiDoor(bearers), RefusalRecord.class)
        .authorizeHttpRequests(
            all -> all.requestMatchers(ApiDoor::isOpen).permitAll().anyRequest().authenticated())
        .build();
  }

  /** Pages stand on a session. */
  @Bean
  @Order(2)
  static SecurityFilterChain doorOfPages(
      HttpSecurity http, Sessions sessions, ProviderSignIn provider, Refusals refusals)
      throws Exception {
    provider.into(http);
    return withoutWhatIsNotUsed(http)
        .csrf(csrf -> csrf.csrfTokenRepository(new SessionCsrf()))
        .headers(
            headers ->
                headers
                    .cacheControl(cache -> cache.disable())
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                    .addHeaderWriter(notStored()))
        .addFilterAfter(new RefusalRecord(refusals), HeaderWriterFilter.class)
        .addFilterAfter(new PageDoor(sessions, provider), RefusalRecord.class)
        .exceptionHandling(refused -> refused.accessDeniedHandler(AccessConfiguration::refuse))
        .authorizeHttpRequests(
            all -> all.requestMatchers(PageDoor::isOpen).permitAll().anyRequest().authenticated())
        .build();
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    if (denied instanceof CsrfException) {
      Refusals.because(request, "foreign-form", "The form was not one of ours");
    }
    response.sendError(
        HttpServletResponse.SC_FORBIDDEN, "This form is out of date: open the page again");
  }

  /** Sessions are ours, and so is where one comes from and goes to. */
  private static HttpSecurity withoutWhatIsNotUsed(HttpSecurity http) throws Exception {
    return http.sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .securityContext(c -> c.securityContextRepository(new NullSecurityContextRepository()))
        .requestCache(cache -> cache.requestCache(new NullRequestCache()))
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable);
  }

  private static HeaderWriter notStored() {
    return (request, response) -> {
      if (!PageDoor.isAsset(request)) {
        response.setHeader("Cache-Control", "no-store");
      }
    };
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new RoleCheck()).order(Ordered.HIGHEST_PRECEDENCE);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  /** Hands the caller to a controller's method. */
  private static final class CallerArgument implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binderFactory) {
      return CallerAuthentication.current()
          .orElseThrow(() -> new IllegalStateException("a method was reached past the door"));
    }
  }
}
