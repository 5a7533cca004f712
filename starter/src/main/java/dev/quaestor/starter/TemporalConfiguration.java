package dev.quaestor.starter;

import com.uber.m3.tally.Scope;
import dev.quaestor.secret.Encryption;
import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.start.Histories;
import dev.quaestor.start.LentMetrics;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.start.roll.Expected;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.AlertSourceStore;
import dev.quaestor.starter.ledger.CallerRequests;
import dev.quaestor.starter.ledger.Capacity;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.ledger.RetoldLedger;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.repair.LedgerRepair;
import dev.quaestor.telemetry.Traces;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.vault.VaultMark;
import dev.quaestor.wire.ClaimCheck;
import dev.quaestor.wire.PayloadVault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The two ways to Temporal: one that is patient, for the worker, and one that people wait on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  AlertSourceProperties.class,
  AnswerProperties.class,
  PolicyProperties.class,
  ReconcileProperties.class
})
class TemporalConfiguration {
  private static final Logger log = LoggerFactory.getLogger(TemporalConfiguration.class);

  /** The SDK tries for a minute by itself, which is longer than anybody looks at a page. */
  private static final Duration CALLS_GIVE_UP_AFTER = Duration.ofSeconds(3);

  /** However long a probe of a server took that is away: that it is back is to be seen soon. */
  private static final Duration PULSE = Duration.ofSeconds(15);

  @Bean
  TemporalDoor temporal(Environment environment) {
    return TemporalDoor.of(environment);
  }

  /** The very folder of the workers, where what is too large for a history lies. */
  @Bean
  PayloadForm payloads(Environment environment) {
    return payloadForm(environment);
  }

  static PayloadForm payloadForm(Environment environment) {
    var directory = environment.getProperty("quaestor.vault.directory", "");
    var vault =
        directory.isBlank()
            ? Optional.<PayloadVault>empty()
            : Optional.<PayloadVault>of(new PayloadFiles(Path.of(directory)));
    if (vault.isEmpty()) {
      log.warn("{}", ClaimCheck.sentence(vault));
    } else {
      log.info("{}", ClaimCheck.sentence(vault));
    }
    var settings =
        Binder.get(environment).bindOrCreate(EncryptionSettings.PREFIX, EncryptionSettings.class);
    var encryption = Encryption.of(settings);
    log.info("{}", encryption.sentence());
    return new PayloadForm(vault.orElse(null), encryption);
  }

  @Bean(destroyMethod = "")
  Scope temporalMetrics(MeterRegistry registry) {
    return LentMetrics.of(registry);
  }

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs workerStubs(TemporalDoor temporal, Scope metrics) {
    return WorkflowServiceStubs.newServiceStubs(stubsOptions(temporal, metrics).build());
  }

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs callStubs(TemporalDoor temporal, Scope metrics) {
    return WorkflowServiceStubs.newServiceStubs(
        stubsOptions(temporal, metrics)
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder()
                    .setExpiration(CALLS_GIVE_UP_AFTER)
                    .validateBuildWithDefaults())
            .build());
  }

  @Bean
  ActionCenterWorker actionCenterWorker(
      @Qualifier("workerStubs") WorkflowServiceStubs stubs,
      TemporalDoor temporal,
      PayloadForm payloads,
      PolicyProperties policy,
      PolicyStore policies,
      Ledger ledger,
      Healing healing,
      AlertFeed alerts,
      AlertWords alertWords,
      Traces traces,
      KnownWorkers workers) {
    return new ActionCenterWorker(
        client(stubs, temporal, payloads, traces),
        temporal,
        new FirstPolicy(policies, policy),
        List.of(
            new HealingActionCenter(ledger, healing),
            new SignalSenders(stubs, temporal.namespace(), payloads.codec()),
            alerts,
            alertWords),
        traces,
        workers);
  }

  @Bean
  AlertWords alertWords(AlertSourceStore store, Ledger ledger, ObjectProvider<Reviews> reviews) {
    return new AlertWords(store, ledger, reviews::getObject, InstantSource.system());
  }

  @Bean
  AlertFeed alertFeed(
      AlertSourceProperties sources,
      AlertSourceStore store,
      Ledger ledger,
      ObjectProvider<Submissions> submissions,
      AlertWords words,
      Capacity capacity,
      MeterRegistry meters) {
    return new AlertFeed(
        sources,
        store,
        ledger,
        submissions::getObject,
        words,
        capacity,
        meters,
        InstantSource.system());
  }

  @Bean
  AlertSources alertSources(
      AlertSourceProperties sources, AlertSourceStore store, SharedGauges gauges) {
    return new AlertSources(sources, store, gauges, InstantSource.system());
  }

  @Bean
  AlertSchedules alertSchedules(AlertSourceProperties sources, TemporalAccess temporal) {
    return new AlertSchedules(sources, temporal);
  }

  @Bean
  TemporalAccess temporalAccess(
      @Qualifier("callStubs") WorkflowServiceStubs stubs,
      TemporalDoor temporal,
      PayloadForm payloads,
      AnswerProperties answers,
      Traces traces) {
    return new TemporalAccess(client(stubs, temporal, payloads, traces), answers.answerTimeout());
  }

  @Bean
  KnownWorkers knownWorkers(
      TemporalAccess temporal,
      PayloadForm payloads,
      MessageSigner signer,
      Environment environment,
      MeterRegistry meters) {
    var vault = environment.getProperty("quaestor.vault.directory", "");
    var known =
        KnownWorkers.of(
            temporal,
            new Expected(
                signer.fingerprint(),
                signer.publicFile().toString(),
                vault.isBlank() ? "" : VaultMark.ofAny(Path.of(vault)),
                payloads.encryption().fingerprints()));
    Gauge.builder("quaestor.signing.key.strangers", known, KnownWorkers::strangers)
        .description("Workers that run and do not know the key that this starter signs with")
        .register(meters);
    return known;
  }

  /**
   * What is decided at this starter would be refused: others are to be asked until a worker knows
   * its key.
   */
  @Bean
  HealthIndicator signingKeyHealthIndicator(KnownWorkers workers) {
    return () -> (workers.nobodyBelieves() ? Health.down() : Health.up()).build();
  }

  /**
   * Without Temporal nothing can be taken on or decided: others are to be asked until it is back.
   */
  @Bean
  HealthIndicator temporalHealthIndicator(TemporalAccess temporal) {
    return () -> (temporal.isReachable() ? Health.up() : Health.down()).build();
  }

  /** Orders and undos that are signed at another time than it is are not believed. */
  @Bean
  HealthIndicator clockHealthIndicator(TemporalPulse pulse) {
    return () -> (pulse.isOnTime() ? Health.up() : Health.down()).build();
  }

  @Bean
  TemporalPulse temporalPulse(TemporalAccess temporal, SharedGauges gauges) {
    var pulse = new TemporalPulse(temporal, InstantSource.system());
    gauges.tell(
        new SharedGauges.Telling(
            "quaestor.temporal.up",
            "",
            "1 while Temporal answers the starter, 0 while it does not",
            "",
            Duration.ZERO,
            PULSE,
            () -> Map.of("", temporal.isReachable() ? 1.0 : 0.0)));
    gauges.tell(
        new SharedGauges.Telling(
            "quaestor.pollers",
            "",
            "Processes that asked for work on a task queue in the last minute or so",
            "queue",
            PULSE,
            PULSE,
            pulse::pollers));
    return pulse;
  }

  @Bean
  Healing healing(
      @Qualifier("callStubs") WorkflowServiceStubs stubs,
      TemporalDoor temporal,
      PayloadForm payloads,
      RetoldLedger ledger,
      MeterRegistry meters) {
    return new Healing(
        new LedgerRepair(ledger, Histories.at(stubs, temporal.namespace()), payloads.converter()),
        meters,
        InstantSource.system());
  }

  @Bean
  Reconciler reconciler(
      Ledger ledger, TemporalAccess temporal, Healing healing, ReconcileProperties pace) {
    var fate = new WorkflowFate(temporal.client());
    return new Reconciler(
        ledger, fate::of, fate::listed, healing::of, pace, InstantSource.system());
  }

  @Bean
  Submissions submissions(
      TemporalAccess temporal,
      PayloadForm payloads,
      Ledger ledger,
      MessageSigner signer,
      Lookups lookups,
      ActionCenterWorker worker) {
    return new Submissions(
        temporal,
        ledger,
        signer,
        new HostQuestion(
            ledger, HostQuestion.through(lookups), HostQuestion.A_MOMENT, System::nanoTime),
        worker::hasSearchAttributes,
        payloads.encryption().encrypts());
  }

  @Bean
  Decisions decisions(TemporalAccess temporal, Ledger ledger, MessageSigner signer) {
    return new Decisions(temporal, ledger, signer);
  }

  @Bean
  Orders orders(TemporalAccess temporal, Ledger ledger, MessageSigner signer, CallerRequests made) {
    return new Orders(temporal, ledger, signer, made);
  }

  @Bean
  Lookups lookups(TemporalAccess temporal) {
    return new Lookups(temporal);
  }

  @Bean
  Reviews reviews(Ledger ledger, Submissions submissions, Decisions decisions, Orders orders) {
    return new Reviews(ledger, submissions, decisions, orders, InstantSource.system());
  }

  @Bean
  CaseFile caseFile(Ledger ledger) {
    return new CaseFile(ledger, InstantSource.system());
  }

  /** For who asks after workflows, and neither starts nor signals any. */
  static WorkflowFate fate(
      WorkflowServiceStubs stubs, TemporalDoor temporal, PayloadForm payloads) {
    return new WorkflowFate(
        WorkflowClient.newInstance(stubs, temporal.client(payloads.converter()).build()));
  }

  private static WorkflowClient client(
      WorkflowServiceStubs stubs, TemporalDoor temporal, PayloadForm payloads, Traces traces) {
    return WorkflowClient.newInstance(
        stubs,
        temporal
            .client(payloads.converter())
            .setIdentity("quaestor-starter-" + ProcessHandle.current().pid())
            .setContextPropagators(traces.propagators())
            .setInterceptors(traces.clients())
            .build());
  }

  private static WorkflowServiceStubsOptions.Builder stubsOptions(
      TemporalDoor temporal, Scope metrics) {
    return temporal.stubs().setMetricsScope(metrics);
  }
}
