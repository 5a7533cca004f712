package dev.quaestor.starter;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * An identity provider: Spring's authorization server on a port of its own, in which dana can sign
 * in with the password secret. It asks again who asks it to, and says when somebody signed in.
 */
public final class Contoso implements AutoCloseable {
  private static final RSAKey KEY = fresh();

  private static volatile List<String> groups = List.of();
  private static volatile Instant signedInAt = Instant.EPOCH;
  private static volatile boolean asksAgain = true;

  private final ConfigurableApplicationContext context;

  private Contoso(ConfigurableApplicationContext context) {
    this.context = context;
  }

  private static RSAKey fresh() {
    try {
      return new RSAKeyGenerator(2048).keyID("k1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it signs with. */
  public static RSAKey key() {
    return KEY;
  }

  /** Of which groups it says that dana is. */
  public static void dana(String... of) {
    groups = List.of(of);
  }

  /** One that gives whoever it knows already back at once, whatever it is asked. */
  public static void asksAgain(boolean whenAskedTo) {
    asksAgain = whenAskedTo;
  }

  public static void signedIn(Instant at) {
    signedInAt = at;
  }

  public static Contoso start(int port, String starter) {
    var issuer = issuer(port);
    var client = "--spring.security.oauth2.authorizationserver.client.q.";
    return new Contoso(
        new SpringApplicationBuilder(Provider.class)
            .registerShutdownHook(false)
            .run(
                "--spring.config.name=nothing",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--server.servlet.session.cookie.name=contoso",
                "--spring.security.user.name=dana",
                "--spring.security.user.password=secret",
                "--spring.security.oauth2.authorizationserver.issuer=" + issuer,
                client + "registration.client-id=quaestor",
                client + "registration.client-secret={noop}shared",
                client + "registration.client-authentication-methods=client_secret_basic",
                client
                    + "registration.authorization-grant-types=authorization_code,refresh_token,"
                    + "client_credentials",
                client + "registration.redirect-uris=" + starter + "/sign-in/oidc/callback",
                client + "registration.scopes=openid,profile,email",
                client + "require-authorization-consent=false"));
  }

  public static String issuer(int port) {
    return "http://127.0.0.1:" + port;
  }

  /** What a starter is set to that lets it vouch for people, all but its secret. */
  public static Map<String, Object> settings(int port) {
    var settings = new HashMap<String, Object>();
    settings.put("quaestor.access.oidc.issuer", issuer(port));
    settings.put("quaestor.access.oidc.client-id", "quaestor");
    settings.put("quaestor.access.oidc.label", "Contoso");
    settings.put("quaestor.access.oidc.grants[0].value", "soc");
    settings.put("quaestor.access.oidc.grants[0].roles[0]", "device-approver");
    settings.put("quaestor.access.oidc.grants[0].roles[1]", "email-approver");
    settings.put("quaestor.access.oidc.grants[1].value", "readers");
    settings.put("quaestor.access.oidc.grants[1].roles[0]", "viewer");
    return settings;
  }

  @Override
  public void close() {
    context.close();
  }

  /** No configuration by its stereotype, so that the starter does not find it. */
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
      })
  static class Provider {
    @Bean
    JWKSource<SecurityContext> keys() {
      return new ImmutableJWKSet<>(new JWKSet(KEY));
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return context ->
          context
              .getClaims()
              .claim("groups", groups)
              .claim("auth_time", Date.from(signedInAt))
              .claim(
                  "preferred_username",
                  context.getPrincipal().getName().equals("dana")
                      ? "dana.ortiz"
                      : "svc " + context.getPrincipal().getName());
    }

    @Bean
    ApplicationListener<InteractiveAuthenticationSuccessEvent> signIns() {
      return event -> signedInAt = Instant.now();
    }

    @Bean
    FilterRegistrationBean<AskingAgain> askingAgain() {
      var bean = new FilterRegistrationBean<>(new AskingAgain());
      bean.setOrder(Ordered.HIGHEST_PRECEDENCE);
      return bean;
    }
  }

  /** What Spring's server leaves out: a session that was there before does not do. */
  private static final class AskingAgain extends OncePerRequestFilter {
    private static final String ASKED = "asked";

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (asksAgain && "login".equals(request.getParameter("prompt"))) {
        var asked = request.getParameter("state");
        var known = request.getSession();
        if (!asked.equals(known.getAttribute(ASKED))) {
          known.invalidate();
          request.getSession().setAttribute(ASKED, asked);
        }
      }
      chain.doFilter(request, response);
    }
  }
}
