package dev.quaestor.starter.api;

import dev.quaestor.starter.intake.ActionRequestReader;
import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.ManualCaseReader;
import dev.quaestor.wire.QuaestorJson;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** What the controllers stand on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
class ApiConfiguration {

  /** The one JSON, in place of the one that Spring Boot would make. */
  @Bean
  JsonMapper jsonMapper() {
    return QuaestorJson.mapper();
  }

  @Bean
  AlertReader alertReader() {
    return new AlertReader();
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
  FilterRegistrationBean<BodyLimit> bodyLimit(ApiProperties properties) {
    var limit = new FilterRegistrationBean<>(new BodyLimit(properties));
    // Behind the door: nobody without a token has a body read.
    limit.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
    return limit;
  }
}
