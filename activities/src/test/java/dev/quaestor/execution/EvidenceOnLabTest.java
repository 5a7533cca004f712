package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reported;
import static dev.quaestor.analyzer.Fixtures.reportedPhish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.defender.DefenderFactory;
import dev.quaestor.connector.graph.GraphFactory;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.vault.FileVault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped alerts' evidence on the lab tenant, through the real connectors. */
class EvidenceOnLabTest {
  @TempDir Path folder;
  private LabTenant lab;
  private Connectors connectors;

  @BeforeEach
  void start() throws Exception {
    lab = LabTenant.start(LabOptions.defaults().withPort(0));
    var options = lab.options();
    var settings =
        Map.of(
            "tenant-id", options.tenantId(),
            "client-id", options.clientId(),
            "client-secret", options.clientSecret(),
            "base-url", lab.baseUri().toString(),
            "login-url", lab.baseUri().toString());
    var meters = new SimpleMeterRegistry();
    var vault = new FileVault(folder, 1_000_000);
    connectors =
        new Connectors(
            List.of(
                new DefenderFactory(vault, meters)
                    .create(new ConnectorSettings("defender", settings)),
                new GraphFactory(vault, MailboxRule::forwardsTo, meters)
                    .create(new ConnectorSettings("graph", settings))));
  }

  @AfterEach
  void stop() {
    connectors.close();
    lab.close();
  }

  @Test
  void theMaliciousFileIsMaliciousAndCanBeQuarantined() {
    var file =
        new FileArtifact(
            "f980c21f678367cc05efd88ce7cf321cafa13a84",
            "invoice-2026-11.exe",
            "C:\\Users\\j.doe\\Downloads",
            "59792eacb00e8358465e42448ce339384282e3df803877a60414563cdfe85916",
            "824b94e510d8e030d84c784ed8b886ade9bc93ae",
            null,
            null,
            null);
    var verdicts = walk(reported(file, null, "Detected"), user("j.doe@contoso.example", "01"));
    assertThat(verdict(verdicts, file.key())).isEqualTo(Verdict.MALICIOUS);
    assertThat(verdicts.get(file.key()).offered()).contains(ActionType.STOP_AND_QUARANTINE_FILE);
    assertThat(verdicts.values().stream().filter(e -> !e.key().equals(file.key())))
        .isNotEmpty()
        .noneMatch(e -> VerdictRules.conclude(e.findings()).isThreat());
  }

  @Test
  void ofTheHarmlessAlertOnlyTheAccountIsNotCleared() {
    var device = "84190ce197cb6d45e3b92c6541b67832209b7977";
    var file =
        new FileArtifact(
            device,
            "backup-tool.exe",
            "C:\\Program Files\\Contoso\\Backup",
            "3667cd6543e77d68f7ad309503bf2c51a500f2fadd0eaa86f2437ddff9dda68a",
            "67d6d4c996b78c337df488de69300122b0de104b",
            null,
            null,
            null);
    var verdicts =
        walk(named(file), named(Device.ofId(device)), user("megan@contoso.example", "02"));
    assertThat(verdicts).hasSize(3);
    assertThat(verdict(verdicts, file.key())).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(verdict(verdicts, Device.ofId(device).key())).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(verdicts.values())
        .filteredOn(e -> e.entity() instanceof UserAccount)
        .allMatch(e -> VerdictRules.conclude(e.findings()) == Verdict.UNKNOWN);
    assertThat(((Device) verdicts.get(Device.ofId(device).key()).entity()).group())
        .isEqualTo("Workstations");
  }

  @Test
  void theSuspiciousFileStaysSuspiciousBecauseNobodyKnowsIt() {
    var file =
        new FileArtifact(
            "164ffc9c820d1afc68f3100083311952c4fa946b",
            "svchelper.exe",
            "C:\\Windows\\Temp",
            "df1eae8a28db2016e419ce5c19e85ebeab554b67104494ac032c78734fdbad8a",
            "4596c5ba6eafdb81295b367e01117d5de0cd1fcc",
            null,
            null,
            null);
    assertThat(verdict(walk(reported(file, Verdict.SUSPICIOUS, "detected")), file.key()))
        .isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void theReportedPhishIsFollowedToItsLikeItsLinkAndTheForwardingRule() {
    var phish = reportedPhish();
    var verdicts = walk(named(phish));
    assertThat(verdict(verdicts, phish.key())).isEqualTo(Verdict.MALICIOUS);
    var url = new Url(phish.links().getFirst().target());
    assertThat(verdict(verdicts, url.key()).isThreat()).isTrue();
    assertThat(verdicts.get(url.key()).offered()).contains(ActionType.BLOCK_URL);
    var cluster =
        verdicts.values().stream()
            .filter(e -> e.entity() instanceof MailCluster)
            .findFirst()
            .orElseThrow();
    assertThat(((MailCluster) cluster.entity()).messages())
        .hasSizeGreaterThanOrEqualTo(6)
        .anyMatch(m -> m.mailbox().equals("megan@contoso.example"));
    assertThat(cluster.offered()).contains(ActionType.SOFT_DELETE_EMAIL);
    var rules = verdicts.values().stream().filter(e -> e.entity() instanceof MailboxRule).toList();
    assertThat(rules).hasSize(1);
    assertThat(VerdictRules.conclude(rules.getFirst().findings())).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(rules.getFirst().offered()).contains(ActionType.TURN_OFF_EXTERNAL_FORWARDING);
  }

  @Test
  void forwardingThatIsNoInboxRuleIsWithheldWithTheReason() {
    var elsewhere =
        new MailboxRule(
            "megan@contoso.example", "smtp", "forwarding", true, List.of("drop@evil.example"));

    var found = walk(named(elsewhere)).get(elsewhere.key());

    assertThat(found.offered()).doesNotContain(ActionType.TURN_OFF_EXTERNAL_FORWARDING);
    assertThat(found.withheld())
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.type()).isEqualTo(ActionType.TURN_OFF_EXTERNAL_FORWARDING);
              assertThat(w.because()).contains("not available through Microsoft Graph");
            });
  }

  private static Evidence user(String principalName, String last) {
    return named(
        new UserAccount(
            "1d9c9b0e-6c1f-4a07-9a35-0f4f5c1f2a" + last, principalName, null, null, null));
  }

  private static Verdict verdict(Map<EntityKey, Examination> examinations, EntityKey key) {
    return VerdictRules.conclude(examinations.get(key).findings());
  }

  /** Breadth first, as the workflow goes. */
  private Map<EntityKey, Examination> walk(Evidence... named) {
    var execution =
        new EvidenceExecution(
            connectors,
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.system(),
            () -> broke -> true);
    var done = new LinkedHashMap<EntityKey, Examination>();
    var wave = List.of(named);
    for (int depth = 0; depth < 3 && !wave.isEmpty(); depth++) {
      var next = new LinkedHashMap<EntityKey, Evidence>();
      for (var examination :
          execution.examine(new ExaminationRequest("case", wave, Instant.EPOCH))) {
        done.put(examination.key(), examination);
        examination.related().forEach(e -> next.putIfAbsent(e.key(), e));
      }
      next.keySet().removeAll(done.keySet());
      wave = new ArrayList<>(next.values());
    }
    return done;
  }
}
