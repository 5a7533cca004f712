package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LedgerConfigurationTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
          .withUserConfiguration(LedgerConfiguration.class)
          .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
          .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

  @Test
  void theLedgerIsThereOverAMigratedDatabase() {
    application.run(
        context -> {
          context
              .getBean(PolicyStore.class)
              .putFirst("name: default", LedgerFixture.POLICY, "setup");
          assertThat(context.getBean(Ledger.class).open(opening()).revision()).isEqualTo(1);
          assertThat(context).hasSingleBean(TokenStore.class);
        });
  }

  private static dev.quaestor.ledger.CaseOpening opening() {
    return new dev.quaestor.ledger.CaseOpening(
        "inv-1",
        "investigation/x",
        "run",
        "A case",
        dev.quaestor.alert.Severity.LOW,
        "svc",
        LedgerFixture.START,
        null);
  }
}
