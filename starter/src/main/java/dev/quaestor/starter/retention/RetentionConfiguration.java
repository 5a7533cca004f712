package dev.quaestor.starter.retention;

import com.google.protobuf.util.Durations;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.ledger.CaseRemoval;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.RetentionRounds;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.ledger.VaultReferences;
import dev.quaestor.vault.VaultSweep;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Builds retention from {@code quaestor.retention}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
class RetentionConfiguration {

  @Bean
  Retention retention(
      RetentionProperties properties,
      Ledger ledger,
      CaseRemoval cases,
      VaultReferences references,
      RetentionRounds rounds,
      Environment environment,
      @Qualifier("callStubs") WorkflowServiceStubs stubs,
      TemporalDoor temporal,
      MeterRegistry meters,
      SharedGauges gauges) {
    return new Retention(
        properties,
        round(properties, ledger, cases, references, environment, historiesKept(stubs, temporal)),
        rounds,
        meters,
        gauges,
        InstantSource.system());
  }

  static RetentionRound round(
      RetentionProperties properties,
      Ledger ledger,
      CaseRemoval cases,
      VaultReferences references,
      Environment environment,
      Supplier<Duration> historiesKept) {
    var archive = properties.archive();
    var vault = environment.getProperty("quaestor.vault.directory", "");
    return new RetentionRound(
        properties,
        cases,
        archive == null ? null : new CaseArchive(archive, ledger, cases),
        references,
        vault.isBlank() ? null : new VaultSweep(Path.of(vault)),
        historiesKept);
  }

  /** Asked each time, because an operator may change it. */
  static Supplier<Duration> historiesKept(WorkflowServiceStubs stubs, TemporalDoor temporal) {
    return () -> {
      try {
        var kept =
            stubs
                .blockingStub()
                .describeNamespace(
                    DescribeNamespaceRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .build())
                .getConfig()
                .getWorkflowExecutionRetentionTtl();
        return Duration.ofMillis(Durations.toMillis(kept));
      } catch (StatusRuntimeException e) {
        // The Temporal inside a JVM keeps nothing beyond its own end.
        if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
          return Duration.ZERO;
        }
        throw e;
      }
    };
  }
}
