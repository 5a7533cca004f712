package dev.quaestor.starter.api;

import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.AlertSources;
import dev.quaestor.starter.Healing;
import dev.quaestor.starter.KnownWorkers;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.Orders;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.TemporalPulse;
import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.ManualCaseReader;
import dev.quaestor.starter.intake.order.ActionRequestReader;
import dev.quaestor.starter.ledger.CallerRequests;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.LedgerCheck;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.notice.Notices;
import dev.quaestor.starter.retention.Retention;
import dev.quaestor.starter.webhook.Webhooks;
import dev.quaestor.telemetry.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.core.env.Environment;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What the controllers stand on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  ApiProperties.class,
  VaultFolderProperties.class,
  UiOriginProperties.class
})
class ApiConfiguration implements WebMvcConfigurer {

  /** Enumerations in a query are read in any case: {@code status=pending}. */
  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverterFactory(new AnyCaseEnum());
    registry.addConverter(
        String.class, Listing.Sort.class, word -> Listing.Sort.of(word).orElseThrow());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(new CallCheck())
        // The pages read their addresses themselves, and answer in words.
        .addPathPatterns("/api/**")
        .order(Ordered.HIGHEST_PRECEDENCE + 10);
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static final class AnyCaseEnum implements ConverterFactory<String, Enum> {
    @Override
    public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
      return new OfType(type);
    }
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private record OfType<T extends Enum>(Class<T> type) implements Converter<String, T> {
    @Override
    public T convert(String text) {
      return (T) Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** In place of the one that Spring Boot would make. */
  @Bean
  JsonMapper jsonMapper() {
    return StrictBodies.mapper();
  }

  @Bean
  AlertIntake alertIntake(MeterRegistry meters) {
    var intake = new AlertIntake(new AlertReader());
    Gauge.builder("quaestor.intake.waiting", intake, AlertIntake::waiting)
        .description("Alert bodies that are waiting to be read")
        .register(meters);
    return intake;
  }

  @Bean
  RequestTraces requestTraces(Traces traces) {
    return new RequestTraces(traces);
  }

  @Bean
  RequestLogContext requestLogContext() {
    return new RequestLogContext();
  }

  @Bean
  ManualCaseReader manualCaseReader() {
    return new ManualCaseReader();
  }

  @Bean
  ActionRequestReader actionRequestReader() {
    return new ActionRequestReader();
  }

  @Bean
  Ordering ordering(Orders orders, Ledger ledger, Requests requests) {
    return new Ordering(orders, ledger, requests);
  }

  @Bean
  ByHand byHand(
      AlertIntake intake,
      Submissions submissions,
      Ordering ordering,
      Requests requests,
      Lookups lookups) {
    return new ByHand(intake, submissions, ordering, requests, lookups);
  }

  @Bean
  Requests requests(CallerRequests made) {
    return new Requests(made);
  }

  @Bean
  HealthCheck healthCheck(
      Ledger ledger,
      Healing healing,
      TemporalPulse temporal,
      KnownWorkers workers,
      Webhooks webhooks,
      Notices notices,
      AlertSources sources,
      Retention retention) {
    return new HealthCheck(
        ledger, healing, temporal, workers, webhooks, notices, sources, retention);
  }

  @Bean
  StartLines startLines(
      TemporalDoor temporal,
      LedgerCheck ledger,
      Webhooks webhooks,
      Notices notices,
      Environment environment) {
    return new StartLines(temporal, ledger, webhooks, notices, environment);
  }

  @Bean
  VaultFolder vaultFolder(VaultFolderProperties properties) {
    return new VaultFolder(properties.directory());
  }

  /** What the container refuses by itself is a problem document as well. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer() {
    return factory -> factory.addContextCustomizers(ContainerProblems::into);
  }

  @Bean
  FilterRegistrationBean<QueryReading> queryReading(ApiProperties properties) {
    var reading = new FilterRegistrationBean<>(new QueryReading(properties));
    // Before anything that asks for a parameter, and that the door does: a form says what is ours.
    reading.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
    return reading;
  }

  @Bean
  @ConditionalOnProperty(CodecController.UI_ORIGIN)
  FilterRegistrationBean<CodecOrigin> codecOrigin(UiOriginProperties properties) {
    var origin =
        new FilterRegistrationBean<>(
            new CodecOrigin(Objects.requireNonNull(properties.uiOrigin())));
    // Before the door: a browser asks without a token whether it may ask.
    origin.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
    return origin;
  }

  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(ApiProperties properties) {
    var limit = new FilterRegistrationBean<>(new BodyLimit(properties));
    // Behind the door: nobody without a token has a body read.
    limit.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
    return limit;
  }
}
