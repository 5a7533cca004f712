package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.text.Counted;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the webhooks from {@code quaestor.webhooks}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

  @Bean
  Webhooks webhooks(
      WebhookProperties properties,
      EventFeed feed,
      DeliveryStore store,
      MeterRegistry meters,
      SharedGauges gauges) {
    return new Webhooks(properties, feed, store, meters, gauges);
  }

  /**
   * Always up: a receiver that is away is no reason to take this process out of service, and its
   * state is in the details, in the metrics and in the API.
   */
  @Bean
  HealthIndicator webhooksHealthIndicator(Webhooks webhooks) {
    return () -> {
      var health = Health.up();
      for (var state : webhooks.states()) {
        health.withDetail(
            state.name(),
            state.disabled()
                ? "disabled: " + state.disabledBecause()
                : state.failing() > 0
                    ? "deliveries fail for %s: %s"
                        .formatted(
                            Counted.of(
                                state.failing(),
                                state.waiting(),
                                "waiting investigation",
                                "waiting investigations"),
                            state.lastError())
                    : Counted.of(
                        state.waiting(), "investigation is waiting", "investigations are waiting"));
      }
      return health.build();
    };
  }
}
