package dev.quaestor.worker;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.execution.StarterKeys;
import dev.quaestor.secret.Encryption;
import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.checkup.Check;
import dev.quaestor.start.checkup.TemporalCheck;
import dev.quaestor.start.checkup.VaultCheck;
import dev.quaestor.text.Counted;
import dev.quaestor.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What a worker that is told this would be connected to. Nothing is started and nothing done. */
public final class WorkerCheckUp {
  private static final CheckResult NO_BACK_END =
      CheckResult.warn(
          "connectors",
          "No back end is configured: nothing can be looked up or done.",
          "Set quaestor.defender or quaestor.graph (.tenant-id, .client-id and .client-secret),"
              + " quaestor.linux (.inventory-file and .private-key), quaestor.imap (.host,"
              + " .master-user, .master-password and .domains), quaestor.squid (.list-file, .proxy"
              + " and .reload-command), quaestor.unbound (.zone-file, .resolver and"
              + " .reload-command), quaestor.keycloak (.base-url, .realm, .client-id and"
              + " .client-secret), quaestor.clamav (.socket or .host), quaestor.rspamd (.url),"
              + " quaestor.wazuh (.manager-url, .user, .password, .indexer-url, .indexer-user and"
              + " .indexer-password), or quaestor.connectors.");

  private final Binder settings;
  private final Environment environment;

  public WorkerCheckUp(Environment environment) {
    this.environment = environment;
    this.settings = Binder.get(environment);
  }

  /** Whether anything is set that only a worker reads. */
  public boolean isConfigured() {
    return !backEnds().isEmpty() || !trust().starterKeys().isEmpty();
  }

  /**
   * A back end that is configured.
   *
   * @param kind what the settings of its kind begin with after {@code quaestor.}, as {@code imap}
   * @param name of its connector
   */
  public record Configured(String kind, String name) {}

  /** All back ends that a worker would have, in the order of preference. */
  public List<Configured> configured() {
    var more = settings.bindOrCreate("quaestor", ConnectorsProperties.class);
    return Stream.concat(
            first().stream()
                .filter(BackEndProperties::isOn)
                .map(one -> new Configured(one.kind(), one.kind())),
            more.connectors().stream()
                .map(
                    one ->
                        new Configured(one.given().getFirst().kind(), String.valueOf(one.name()))))
        .toList();
  }

  /**
   * Fails unless all that a back end of this kind cannot do without is set. Nobody is asked.
   *
   * @param kind as {@link Configured} has it
   * @throws IllegalArgumentException naming the setting that is missing or wrong
   */
  public void require(String kind) {
    var names =
        configured().stream().filter(one -> one.kind().equals(kind)).map(Configured::name).toList();
    var concerned =
        names.isEmpty()
            ? first().stream().filter(one -> one.kind().equals(kind)).map(BackEndSettings::own)
            : backEnds().stream().filter(one -> names.contains(one.connector()));
    concerned.forEach(one -> one.made(nothing()).close());
  }

  /**
   * All of it.
   *
   * @param wanted what the policy may do, where that is known; asked while the checks run
   * @param withTemporal whether nobody else looks at the way to Temporal
   */
  public List<Check> checks(
      Supplier<Optional<Collection<ActionType>>> wanted, boolean withTemporal) {
    var checks = new ArrayList<Check>();
    if (withTemporal) {
      checks.add(
          new Check(
              "temporal",
              TemporalCheck.BOUND,
              () ->
                  TemporalCheck.of(
                      TemporalDoor.of(environment), Optional.empty(), stubs -> List.of())));
    }
    checks.add(Check.of("worker-vault", () -> VaultCheck.of("worker-vault", vault().directory())));
    checks.add(Check.of("worker-encryption", () -> List.of(encryption())));
    checks.add(Check.of("starter-keys", () -> List.of(starterKeys())));
    var backEnds = backEnds();
    if (backEnds.isEmpty()) {
      checks.add(Check.of("connectors", () -> List.of(NO_BACK_END)));
    }
    backEnds.forEach(backEnd -> checks.add(credential(backEnd, wanted)));
    return List.copyOf(checks);
  }

  private static Check credential(
      BackEndSettings backEnd, Supplier<Optional<Collection<ActionType>>> wanted) {
    return Check.of(
        "connector:" + backEnd.connector(),
        () -> {
          try (var connectors = new Connectors(List.of(backEnd.made(nothing())))) {
            return connectors.offers(CredentialCheck.class).stream()
                .flatMap(check -> CredentialChecks.attempt(check, wanted.get()).results())
                .toList();
          }
        });
  }

  private static BackEndSettings.With nothing() {
    return new BackEndSettings.With(new NoVault(), rule -> List.of(), new SimpleMeterRegistry());
  }

  /** Nothing is fetched that could be kept. */
  private record NoVault() implements Vault {
    @Override
    public Reference store(InputStream body) throws IOException {
      throw new IOException("nothing is kept while looking");
    }

    @Override
    public Optional<InputStream> open(String sha256) {
      return Optional.empty();
    }
  }

  private CheckResult encryption() {
    return CheckResult.ok(
        "worker-encryption",
        "The worker's "
            + Encryption.of(
                    settings.bindOrCreate(EncryptionSettings.PREFIX, EncryptionSettings.class))
                .sentence()
            + ".");
  }

  private CheckResult starterKeys() {
    var keys = new StarterKeys(trust().starterKeys()).fingerprints();
    return keys.isEmpty()
        ? CheckResult.fail(
            "starter-keys",
            "The worker knows no starter's key: what is decided and ordered has no effect.",
            "Set quaestor.trust.starter-keys to the starter's signing-key.pub.pem.")
        : CheckResult.ok(
            "starter-keys",
            "The worker believes %s %s."
                .formatted(
                    Counted.of(keys.size(), "starter's key", "starters' keys"),
                    String.join(", ", keys)));
  }

  private List<BackEndSettings> backEnds() {
    var more = settings.bindOrCreate("quaestor", ConnectorsProperties.class);
    var all = BackEndSettings.of(first(), more);
    more.routes(all.stream().map(BackEndSettings::connector).toList());
    return all;
  }

  private List<BackEndProperties> first() {
    return List.of(
        bound("defender", DefenderProperties.class),
        bound("graph", GraphProperties.class),
        bound("linux", LinuxProperties.class),
        bound("imap", ImapProperties.class),
        bound("keycloak", KeycloakProperties.class),
        bound("wazuh", WazuhProperties.class),
        bound("squid", SquidProperties.class),
        bound("unbound", UnboundProperties.class),
        bound("clamav", ClamAvProperties.class),
        bound("rspamd", RspamdProperties.class));
  }

  private <P extends BackEndProperties> P bound(String kind, Class<P> properties) {
    return settings.bindOrCreate("quaestor." + kind, properties);
  }

  private TrustProperties trust() {
    return settings.bindOrCreate("quaestor.trust", TrustProperties.class);
  }

  private VaultProperties vault() {
    return settings.bindOrCreate("quaestor.vault", VaultProperties.class);
  }
}
