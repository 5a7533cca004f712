package dev.quaestor.starter.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The ledger over a schema that is brought up to date, without what serves people and receivers:
 * enough to tell it again what it has lost.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CapacityProperties.class)
public class LedgerAlone {

  @Bean
  FlywayConfigurationCustomizer ledgerMigrations(DataSource dataSource) {
    return flyway ->
        flyway.locations(LedgerSchema.locations(dataSource)).javaMigrations(LedgerSchema.inJava());
  }

  @Bean
  FlywayMigrationStrategy ledgerMigration() {
    return LedgerSchema::migrate;
  }

  @Bean
  @DependsOnDatabaseInitialization
  PolicyStore policyStore(DataSource dataSource) {
    return new PolicyStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  RetoldLedger retoldLedger(DataSource dataSource, PolicyStore policies) {
    return new RetoldLedger(dataSource, policies);
  }

  @Bean
  @DependsOnDatabaseInitialization
  IndicatorStore indicatorStore(DataSource dataSource) {
    return new IndicatorStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  CaseRemoval caseRemoval(DataSource dataSource) {
    return new CaseRemoval(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  RetentionRounds retentionRounds(DataSource dataSource) {
    return new RetentionRounds(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  VaultReferences vaultReferences(DataSource dataSource) {
    return new VaultReferences(dataSource);
  }

  @Bean
  Capacity capacity(CapacityProperties capacity) {
    return new Capacity(capacity.running(), Capacity.UNBOUNDED.askAgainAfter());
  }

  @Bean
  @DependsOnDatabaseInitialization
  Ledger ledger(
      DataSource dataSource,
      PolicyStore policies,
      IndicatorStore indicators,
      Capacity capacity,
      MeterRegistry meters) {
    return new Ledger(dataSource, policies, indicators, meters, capacity);
  }
}
