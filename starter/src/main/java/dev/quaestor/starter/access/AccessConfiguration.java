package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.TokenStore;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the door in, before everything else. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class AccessConfiguration implements WebMvcConfigurer {

  @Bean
  static MessageSigner messageSigner(AccessProperties properties) {
    return MessageSigner.of(properties.signingKeyFile(), InstantSource.system());
  }

  @Bean
  static FilterRegistrationBean<AccessFilter> accessFilter(
      AccessProperties properties, TokenStore tokens) {
    var door =
        new FilterRegistrationBean<>(
            new AccessFilter(AdminToken.of(properties.tokenFile()), tokens));
    // Behind the metrics of requests and the encoding only; before anything that reads a body.
    door.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    door.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
    door.addUrlPatterns("/*");
    return door;
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
      var caller = request.getAttribute(AccessFilter.CALLER, RequestAttributes.SCOPE_REQUEST);
      if (caller == null) {
        throw new IllegalStateException("a mapped method was reached past the door");
      }
      return caller;
    }
  }
}
