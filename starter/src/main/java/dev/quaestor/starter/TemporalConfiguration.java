package dev.quaestor.starter;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import dev.quaestor.starter.access.DecisionSigner;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two ways to Temporal: one that is patient, for the worker, and one that people wait on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TemporalProperties.class, PolicyProperties.class})
class TemporalConfiguration {
  /** The SDK tries for a minute by itself, which is longer than anybody looks at a page. */
  private static final java.time.Duration CALLS_GIVE_UP_AFTER = java.time.Duration.ofSeconds(3);

  @Bean(destroyMethod = "")
  Scope temporalMetrics(MeterRegistry registry) {
    return new RootScopeBuilder()
        .reporter(new SharedRegistryReporter(registry))
        .reportEvery(Duration.ofSeconds(5));
  }

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs workerStubs(TemporalProperties properties, Scope metrics) {
    return WorkflowServiceStubs.newServiceStubs(stubsOptions(properties, metrics).build());
  }

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs callStubs(TemporalProperties properties, Scope metrics) {
    return WorkflowServiceStubs.newServiceStubs(
        stubsOptions(properties, metrics)
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder()
                    .setExpiration(CALLS_GIVE_UP_AFTER)
                    .validateBuildWithDefaults())
            .build());
  }

  @Bean
  ActionCenterWorker actionCenterWorker(
      @Qualifier("workerStubs") WorkflowServiceStubs stubs,
      TemporalProperties properties,
      PolicyProperties policy,
      PolicyStore policies,
      Ledger ledger) {
    return new ActionCenterWorker(
        client(stubs, properties), properties, new FirstPolicy(policies, policy), ledger);
  }

  @Bean
  TemporalAccess temporalAccess(
      @Qualifier("callStubs") WorkflowServiceStubs stubs, TemporalProperties properties) {
    return new TemporalAccess(client(stubs, properties), properties.answerTimeout());
  }

  @Bean
  Submissions submissions(TemporalAccess temporal, Ledger ledger, ActionCenterWorker worker) {
    return new Submissions(temporal, ledger, worker::hasSearchAttributes);
  }

  @Bean
  Decisions decisions(TemporalAccess temporal, Ledger ledger, DecisionSigner signer) {
    return new Decisions(temporal, ledger, signer);
  }

  @Bean
  Orders orders(TemporalAccess temporal, Ledger ledger, PolicyStore policies) {
    return new Orders(temporal, ledger, policies);
  }

  @Bean
  Lookups lookups(TemporalAccess temporal) {
    return new Lookups(temporal);
  }

  @Bean
  Reviews reviews(Ledger ledger, Submissions submissions, Decisions decisions, Orders orders) {
    return new Reviews(ledger, submissions, decisions, orders, InstantSource.system());
  }

  private static WorkflowClient client(WorkflowServiceStubs stubs, TemporalProperties properties) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(properties.namespace())
            .setIdentity("quaestor-starter-" + ProcessHandle.current().pid())
            .setDataConverter(QuaestorJson.dataConverter())
            .build());
  }

  private static WorkflowServiceStubsOptions.Builder stubsOptions(
      TemporalProperties properties, Scope metrics) {
    return WorkflowServiceStubsOptions.newBuilder()
        .setTarget(properties.target())
        .setMetricsScope(metrics);
  }

  /** Closing a scope closes the registry behind it, which in one JVM is everybody's. */
  private static final class SharedRegistryReporter extends MicrometerClientStatsReporter {
    SharedRegistryReporter(MeterRegistry registry) {
      super(registry);
    }

    @Override
    public void close() {}
  }
}
