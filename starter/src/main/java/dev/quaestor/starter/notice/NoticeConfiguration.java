package dev.quaestor.starter.notice;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.webhook.WebhookProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the notices from {@code quaestor.notices}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NoticeProperties.class, PublicAddress.class})
class NoticeConfiguration {

  @Bean
  Notices notices(
      NoticeProperties properties,
      PublicAddress page,
      WebhookProperties webhooks,
      EventFeed feed,
      Ledger ledger,
      DeliveryStore store,
      MeterRegistry meters,
      SharedGauges gauges) {
    return new Notices(
        properties,
        page,
        new NoticeRun.Sources(feed, ledger, store),
        meters,
        gauges,
        webhooks.reporting().poll());
  }

  /** Always up, as that of the webhooks: a receiver that is away puts nothing out of service. */
  @Bean
  HealthIndicator noticesHealthIndicator(Notices notices) {
    return () ->
        Health.up()
            .withDetails(
                notices.states().stream()
                    .collect(Collectors.toMap(Notices.State::name, Notices.State::sentence)))
            .build();
  }
}
