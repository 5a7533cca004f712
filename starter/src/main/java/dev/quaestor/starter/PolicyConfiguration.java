package dev.quaestor.starter;

import dev.quaestor.starter.ledger.PastCases;
import dev.quaestor.starter.ledger.PolicyStore;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What changes the policy. */
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {

  @Bean
  Policies policies(PolicyStore store, PastCases cases) {
    return new Policies(store, cases, InstantSource.system());
  }
}
