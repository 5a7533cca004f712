package dev.quaestor.starter.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Builds the ledger from the application's {@code DataSource} and {@code MeterRegistry}. Whoever
 * signs decisions offers its public key (X.509 SubjectPublicKeyInfo, Base64) as a bean {@code
 * Supplier<String>}; without one, decisions are not signed.
 */
@Configuration(proxyBeanMethods = false)
@Import(LedgerAlone.class)
public class LedgerConfiguration {

  @Bean
  @DependsOnDatabaseInitialization
  CallerRequests callerRequests(DataSource dataSource) {
    return new CallerRequests(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  TokenStore tokenStore(DataSource dataSource) {
    return new TokenStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  PersonStore personStore(DataSource dataSource) {
    return new PersonStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  RefusalStore refusalStore(DataSource dataSource) {
    return new RefusalStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  LinkStore linkStore(DataSource dataSource) {
    return new LinkStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  SessionStore sessionStore(DataSource dataSource) {
    return new SessionStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  EventFeed eventFeed(DataSource dataSource) {
    return new EventFeed(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  DeliveryStore deliveryStore(DataSource dataSource, EventFeed feed) {
    return new DeliveryStore(dataSource, feed, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  AlertSourceStore alertSourceStore(DataSource dataSource) {
    return new AlertSourceStore(dataSource, InstantSource.system());
  }

  @Bean
  @DependsOnDatabaseInitialization
  SharedGauges sharedGauges(DataSource dataSource, MeterRegistry meters) {
    return new SharedGauges(dataSource, meters, InstantSource.system());
  }

  @Bean
  LedgerFigures ledgerFigures(
      DataSource dataSource,
      Ledger ledger,
      PolicyStore policies,
      Capacity capacity,
      SharedGauges gauges) {
    var figures = new LedgerFigures(dataSource, ledger, policies, capacity, InstantSource.system());
    figures.tellBy(gauges);
    return figures;
  }

  @Bean
  @DependsOnDatabaseInitialization
  LedgerCheck ledgerCheck(DataSource dataSource) {
    return new LedgerCheck(dataSource);
  }

  @Bean
  @DependsOnDatabaseInitialization
  PastCases pastCases(DataSource dataSource) {
    return new PastCases(dataSource);
  }
}
