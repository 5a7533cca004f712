package dev.quaestor.starter;

import dev.quaestor.action.ActionType;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.secret.Encryption;
import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.start.CannotStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.checkup.Check;
import dev.quaestor.start.checkup.TemporalCheck;
import dev.quaestor.start.checkup.VaultCheck;
import dev.quaestor.start.roll.Expected;
import dev.quaestor.start.roll.Roll;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.LedgerCheck;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.vault.VaultMark;
import dev.quaestor.wire.PayloadEncryption;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What a starter that is told this would be connected to. Nothing is started and nothing made. */
public final class StarterCheckUp {
  private static final int CALL_SECONDS = 5;

  private final Environment environment;

  public StarterCheckUp(Environment environment) {
    this.environment = environment;
  }

  /** All of it. */
  public List<Check> checks() {
    var checks = new ArrayList<Check>();
    checks.add(
        new Check(
            "temporal",
            TemporalCheck.BOUND,
            () ->
                TemporalCheck.of(
                    TemporalDoor.of(environment),
                    policy().map(policy -> policy.approvals().expireAfter()),
                    this::overTemporal)));
    checks.add(Check.of("ledger", () -> ledger().results()));
    checks.add(Check.of("starter-encryption", () -> List.of(encrypting())));
    checks.add(Check.of("starter-vault", this::vault));
    return List.copyOf(checks);
  }

  /** What the policy that holds may do: the one in the ledger, or else the first one to be. */
  public Optional<Collection<ActionType>> wanted() {
    return policy()
        .map(
            policy -> {
              var actions = EnumSet.copyOf(policy.manual().analysts());
              policy.rules().stream().map(PolicyRule::actions).forEach(actions::addAll);
              return actions;
            });
  }

  private Optional<Policy> policy() {
    return ledger().policy().map(revision -> revision.policy()).or(StarterCheckUp::shipped);
  }

  private static Optional<Policy> shipped() {
    try (InputStream yaml = PolicyFile.class.getResourceAsStream("default.yaml")) {
      return yaml != null
              && PolicyFile.read(new String(yaml.readAllBytes(), StandardCharsets.UTF_8))
                  instanceof PolicyReading.Read read
          ? Optional.of(read.policy())
          : Optional.empty();
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  private LedgerCheck ledger() {
    return LedgerCheck.at(
        environment.getRequiredProperty("spring.datasource.url"),
        environment.getProperty("spring.datasource.username"),
        environment.getProperty("spring.datasource.password"));
  }

  private PayloadEncryption encryption() {
    return Encryption.of(
        Binder.get(environment).bindOrCreate(EncryptionSettings.PREFIX, EncryptionSettings.class));
  }

  private CheckResult encrypting() {
    return CheckResult.ok("starter-encryption", "The starter's " + encryption().sentence() + ".");
  }

  private String vaultFolder() {
    return environment.getProperty("quaestor.vault.directory", "");
  }

  private List<CheckResult> vault() {
    return vaultFolder().isBlank()
        ? List.of(
            CheckResult.warn(
                "starter-vault",
                "The starter has no vault: large cases do not get on.",
                "Set quaestor.vault.directory to the folder of the workers."))
        : VaultCheck.of("starter-vault", Path.of(vaultFolder()));
  }

  private List<CheckResult> overTemporal(WorkflowServiceStubs stubs) {
    var results = new ArrayList<CheckResult>();
    var namespace = TemporalDoor.of(environment).namespace();
    results.add(searchAttributes(stubs, namespace));
    results.addAll(leftSchedules(stubs, namespace));
    results.addAll(workers(stubs, namespace));
    return results;
  }

  private static CheckResult searchAttributes(WorkflowServiceStubs stubs, String namespace) {
    var name = "search-attributes";
    try {
      var missing = SearchAttributeRegistration.missing(stubs, namespace);
      return missing.isEmpty()
          ? CheckResult.ok(name, "Our search attributes are there.")
          : CheckResult.warn(
              name,
              "Search attributes are missing: %s.".formatted(String.join(", ", missing)),
              "./quaestor bootstrap makes them, or an operator of the namespace.");
    } catch (CannotStart ofAnotherType) {
      return CheckResult.fail(name, ofAnotherType.what(), ofAnotherType.remedy());
    } catch (StatusRuntimeException silent) {
      return CheckResult.unknown(
          name,
          "Temporal does not say which search attributes there are (%s)."
              .formatted(silent.getStatus().getCode()));
    }
  }

  private List<CheckResult> leftSchedules(WorkflowServiceStubs stubs, String namespace) {
    var name = "alert-schedules";
    var sources =
        Binder.get(environment)
            .bindOrCreate("quaestor", AlertSourceProperties.class)
            .alertSources();
    try {
      var left = LeftSchedules.of(stubs, namespace, sources);
      return List.of(
          left.isEmpty()
              ? CheckResult.ok(name, "No schedule has alerts read whose source is not set.")
              : CheckResult.warn(name, LeftSchedules.sentence(left), LeftSchedules.remedy(left)));
    } catch (StatusRuntimeException silent) {
      // The Temporal inside a JVM has none.
      return silent.getStatus().getCode() == Status.Code.UNIMPLEMENTED
          ? List.of()
          : List.of(
              CheckResult.unknown(
                  name,
                  "Temporal does not say which schedules there are (%s)."
                      .formatted(silent.getStatus().getCode())));
    }
  }

  private List<CheckResult> workers(WorkflowServiceStubs stubs, String namespace) {
    var signer = MessageSigner.there(environment, InstantSource.system());
    if (signer.isEmpty()) {
      return List.of(
          CheckResult.warn(
              "signing-key",
              "This starter has no signing key yet.",
              "It makes one when it starts; or set quaestor.access.signing-key-file to the one of the others."));
    }
    var vault = vaultFolder();
    var expected =
        new Expected(
            signer.get().fingerprint(),
            signer.get().publicFile().toString(),
            vault.isBlank() ? "" : VaultMark.ofAny(Path.of(vault)),
            encryption().fingerprints());
    try {
      return Roll.call(
              stubs.blockingStub().withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS),
              namespace,
              Instant.now())
          .map(expected::of)
          .orElseGet(
              () ->
                  List.of(CheckResult.unknown("signing-key", "Temporal does not say who polls.")));
    } catch (StatusRuntimeException silent) {
      return List.of(
          CheckResult.unknown(
              "signing-key",
              "Temporal does not say which workers there are (%s)."
                  .formatted(silent.getStatus().getCode())));
    }
  }
}
