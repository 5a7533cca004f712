package dev.quaestor.worker;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.directory.Forwarding;
import dev.quaestor.connector.Connectors;
import dev.quaestor.execution.AlertReading;
import dev.quaestor.execution.AlertTelling;
import dev.quaestor.execution.EvidenceExecution;
import dev.quaestor.execution.LookupExecution;
import dev.quaestor.execution.RemediationExecution;
import dev.quaestor.execution.StarterKeys;
import dev.quaestor.secret.Encryption;
import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.setup.SettingGroup;
import dev.quaestor.start.FailedStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.telemetry.OtlpMetrics;
import dev.quaestor.telemetry.Traces;
import dev.quaestor.text.Counted;
import dev.quaestor.vault.FileVault;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.vault.Vault;
import dev.quaestor.vault.VaultMark;
import dev.quaestor.wire.ClaimCheck;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The process that holds the power over devices and mailboxes: it polls and has no open port, but
 * for those who watch it where one is configured. Everything it is made of is listed here; nothing
 * is scanned for or configured by itself.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  DefenderProperties.class,
  GraphProperties.class,
  LinuxProperties.class,
  SquidProperties.class,
  UnboundProperties.class,
  ImapProperties.class,
  KeycloakProperties.class,
  ClamAvProperties.class,
  RspamdProperties.class,
  WazuhProperties.class,
  ConnectorsProperties.class,
  AnalysisProperties.class,
  VaultProperties.class,
  TrustProperties.class,
  DeploymentProperties.class,
  MetricsProperties.class,
  TracesProperties.class,
  ManagementProperties.class,
})
public class WorkerApplication {
  private static final Logger log = LoggerFactory.getLogger(WorkerApplication.class);

  public static void main(String[] arguments) {
    FailedStart.orEnd(
        "worker",
        () -> application(Map.of(), Given.ofThisProcess(), List.of()).run(arguments),
        cause -> Optional.empty());
  }

  /**
   * Starts a worker inside this JVM and returns when it polls.
   *
   * @param properties by their full names, as {@code quaestor.temporal.target}; they come before
   *     environment and files
   * @param meters takes the metrics, and is not closed with the worker
   * @param others settings of other processes in this JVM, which have one environment with this
   * @throws RuntimeException when the configuration is wrong or Temporal cannot be reached in time
   */
  public static ConfigurableApplicationContext start(
      Map<String, Object> properties, MeterRegistry meters, List<SettingGroup> others) {
    try {
      return application(properties, new Given(meters, false), others)
          .registerShutdownHook(false)
          .run();
    } catch (RuntimeException failed) {
      throw FailedStart.explained(failed, cause -> Optional.empty());
    }
  }

  private static SpringApplicationBuilder application(
      Map<String, Object> properties, Given meters, List<SettingGroup> others) {
    return new SpringApplicationBuilder(WorkerApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        // Beside the starter on one class path each must read its own file.
        .properties("spring.config.name=quaestor-worker")
        // It would tell of a start that fails with a stack; who starts this tells it in a sentence.
        .properties(
            "logging.level.%s=error".formatted(AnnotationConfigApplicationContext.class.getName()))
        .initializers(
            context -> {
              context
                  .getEnvironment()
                  .getPropertySources()
                  .addFirst(new MapPropertySource("started with", properties));
              context.getBeanFactory().registerSingleton("given", meters);
            },
            WorkerSettings.check(others));
  }

  /**
   * What takes the metrics.
   *
   * @param own whether nobody else in this JVM tells of the JVM
   */
  private record Given(MeterRegistry registry, boolean own) {
    static Given ofThisProcess() {
      return new Given(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), true);
    }
  }

  @Bean
  OtlpMetrics otlpMetrics(MetricsProperties metrics) {
    return OtlpMetrics.to(metrics.url(), metrics.every(), "quaestor-worker");
  }

  @Bean
  Traces traces(TracesProperties traces) {
    return Traces.to(traces.url(), "quaestor-worker");
  }

  @Bean(destroyMethod = "")
  MeterRegistry meters(Given given, OtlpMetrics pushed) {
    var meters = pushed.beside(given.registry());
    if (given.own()) {
      Stream.of(
              new JvmMemoryMetrics(),
              new JvmThreadMetrics(),
              new ProcessorMetrics(),
              new UptimeMetrics())
          .forEach(binder -> binder.bindTo(meters));
    }
    return meters;
  }

  @Bean
  Management management(
      ManagementProperties management,
      MeterRegistry meters,
      ObjectProvider<Workers> workers,
      BackEnds backEnds) {
    return new Management(
        management, meters, () -> workers.getObject().health(meters, backEnds.states()));
  }

  @Bean
  TemporalDoor temporal(Environment environment) {
    return TemporalDoor.of(environment);
  }

  @Bean
  Vault vault(VaultProperties vault) throws IOException {
    return new FileVault(vault.directory(), vault.maxSize().toBytes());
  }

  @Bean
  PayloadEncryption encryption(Environment environment) {
    return Encryption.of(
        Binder.get(environment).bindOrCreate(EncryptionSettings.PREFIX, EncryptionSettings.class));
  }

  @Bean
  DataConverter payloads(VaultProperties vault, PayloadEncryption encryption) {
    var files = new PayloadFiles(vault.directory());
    log.info("{}", ClaimCheck.sentence(Optional.of(files)));
    log.info("{}", encryption.sentence());
    return QuaestorJson.dataConverter(files, encryption);
  }

  @Bean
  Connectors connectors(
      DefenderProperties defender,
      GraphProperties graph,
      LinuxProperties linux,
      SquidProperties squid,
      UnboundProperties unbound,
      ImapProperties imap,
      KeycloakProperties keycloak,
      ClamAvProperties clamav,
      RspamdProperties rspamd,
      WazuhProperties wazuh,
      ConnectorsProperties more,
      Vault vault,
      AnalysisSettings analysis,
      MeterRegistry meters) {
    var with = new BackEndSettings.With(vault, new Forwarding(analysis)::beyond, meters);
    var configured =
        BackEndSettings.of(
            List.of(defender, graph, linux, imap, keycloak, wazuh, squid, unbound, clamav, rspamd),
            more);
    var routes = more.routes(configured.stream().map(BackEndSettings::connector).toList());
    return new Connectors(configured.stream().map(each -> each.made(with)).toList(), routes);
  }

  @Bean
  AnalysisSettings analysisSettings(AnalysisProperties analysis) {
    return analysis.settings();
  }

  @Bean
  StarterKeys starterKeys(TrustProperties trust) {
    return new StarterKeys(trust.starterKeys());
  }

  @Bean
  BackEnds backEnds(Connectors connectors) {
    return new BackEnds(connectors);
  }

  @Bean
  OwnPresence presence(
      StarterKeys keys, VaultProperties vault, PayloadEncryption encryption, BackEnds backEnds) {
    return new OwnPresence(
        keys::fingerprints,
        VaultMark.ofAny(vault.directory()),
        encryption.fingerprints(),
        backEnds::states);
  }

  @Bean
  Workers workers(
      TemporalDoor temporal,
      DeploymentProperties deployment,
      DataConverter payloads,
      StarterKeys starterKeys,
      Connectors connectors,
      AnalysisSettings analysis,
      Vault vault,
      MeterRegistry meters,
      Traces traces,
      BackEnds backEnds,
      OwnPresence presence) {
    log.info("{}", temporal.sentence());
    log.info(
        "serves the task queues {}, {} and {} as {}",
        TaskQueues.INVESTIGATION,
        TaskQueues.EVIDENCE,
        TaskQueues.REMEDIATION,
        presence.get().process());
    log.info("{}", backEnds.sentence());
    log.info(
        "believes {}",
        Counted.of(starterKeys.fingerprints().size(), "starter's key ", "starters' keys ")
            + String.join(", ", starterKeys.fingerprints()));
    return new Workers(
        temporal,
        deployment,
        payloads,
        starterKeys,
        List.of(
            new EvidenceExecution(connectors, analysis, vault),
            new LookupExecution(connectors),
            new AlertReading(connectors)),
        List.of(new RemediationExecution(connectors, meters), new AlertTelling(connectors)),
        meters,
        traces,
        presence);
  }
}
