package dev.quaestor.starter.web;

import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.Ledger;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the pages stand on: the sheet, the scripts and the symbol, all from here. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebProperties.class)
class WebConfiguration implements WebMvcConfigurer {

  @Bean
  Pages pages(Ledger ledger) {
    return new Pages(ledger, InstantSource.system());
  }

  @Bean
  LiveFeed liveFeed(EventFeed events) {
    return new LiveFeed(events);
  }

  @Bean
  Presence presence() {
    return new Presence(InstantSource.system());
  }

  @Bean
  Unsent unsent() {
    return new Unsent(InstantSource.system());
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    // Without the version in the address a browser must ask; it is answered with 304.
    registry
        .addResourceHandler("/assets/lib/*")
        .addResourceLocations("classpath:/META-INF/resources/webjars/htmx.org/2.0.10/dist/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(1)));
    registry
        .addResourceHandler("/assets/*")
        .addResourceLocations("classpath:/static/assets/")
        .setCacheControl(CacheControl.noCache());
  }
}
