package dev.quaestor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.Workflows;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.connector.Connectors;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.execution.EvidenceExecution;
import dev.quaestor.execution.LookupExecution;
import dev.quaestor.execution.RemediationExecution;
import dev.quaestor.execution.StarterKeys;
import dev.quaestor.lookup.LookupActivities;
import dev.quaestor.start.CannotStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.telemetry.Traces;
import dev.quaestor.vault.FileVault;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class WorkerTest {

  @Test
  void everythingDeclaredIsRegisteredOnItsQueue() {
    var registrations = workers().registrations();
    assertThat(registrations)
        .extracting(Workers.Registration::queue)
        .containsExactly(TaskQueues.INVESTIGATION, TaskQueues.EVIDENCE, TaskQueues.REMEDIATION);
    assertThat(registrations.get(0).workflows())
        .containsExactlyInAnyOrder(Workflows.implementations());
    assertThat(registrations.get(1).activities())
        .satisfiesExactly(
            examines -> assertThat(examines).isInstanceOf(EvidenceActivities.class),
            looksUp -> assertThat(looksUp).isInstanceOf(LookupActivities.class));
    assertThat(registrations.get(2).activities())
        .singleElement()
        .isInstanceOf(RemediationActivities.class);
  }

  @Test
  void whatIsCachedGrowsWithTheHeapAndLeavesRoom() {
    assertThat(Workers.cachedWorkflows(512L << 20)).isBetween(2_000, 3_000);
    assertThat(Workers.cachedWorkflows(4L << 30)).isBetween(20_000, 25_000);
    assertThat(Workers.cachedWorkflows(16L << 20)).isEqualTo(200);
    assertThat(Workers.cachedWorkflows(Long.MAX_VALUE)).isEqualTo(50_000);
  }

  @Test
  void theSdkTakesEveryRegistration() {
    var workers = workers();
    var stubs = WorkflowServiceStubs.newServiceStubs(workers.stubsOptions());
    try {
      assertThatCode(() -> workers.register(stubs)).doesNotThrowAnyException();
    } finally {
      stubs.shutdownNow();
    }
  }

  @Test
  void defaultsBindFromNothing() {
    assertThat(bind("quaestor.vault", VaultProperties.class, Map.of()))
        .isEqualTo(new VaultProperties(Path.of(".quaestor/vault"), DataSize.ofMegabytes(512)));
    assertThat(bind("quaestor.analysis", AnalysisProperties.class, Map.of()).settings())
        .isEqualTo(AnalysisSettings.none());
    assertThat(bind("quaestor.defender", DefenderProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.graph", GraphProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.linux", LinuxProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.squid", SquidProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.unbound", UnboundProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.imap", ImapProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.keycloak", KeycloakProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.wazuh", WazuhProperties.class, Map.of()).settings()).isEmpty();
  }

  @Test
  void analysisSettingsBindByName() {
    var settings =
        bind(
                "quaestor.analysis",
                AnalysisProperties.class,
                Map.of(
                    "quaestor.analysis.own-domains", "contoso.example,fabrikam.example",
                    "quaestor.analysis.authserv-ids[0]", "mx.contoso.example",
                    "quaestor.analysis.brands[0].name", "Woodgrove Bank",
                    "quaestor.analysis.brands[0].domains", "woodgrovebank.example"))
            .settings();
    assertThat(settings.owns("mail.fabrikam.example")).isTrue();
    assertThat(settings.authservIds()).containsExactly("mx.contoso.example");
    assertThat(settings.vouchesFor("woodgrovebank.example")).isTrue();
  }

  @Test
  void everyWordOfAConnectorReachesIt() {
    var defender =
        bind(
            "quaestor.defender",
            DefenderProperties.class,
            Map.of(
                "quaestor.defender.client-id", "id",
                "quaestor.defender.timeout", "5s",
                "quaestor.defender.block-for", "P7D",
                "quaestor.defender.away-after", "2m",
                "quaestor.defender.download-hosts",
                    "securitycenter.windows.us,core.usgovcloudapi.net",
                "quaestor.defender.download-timeout", "20m",
                // What a YAML file makes of "off".
                "quaestor.defender.live-response", "false"));
    assertThat(defender.settings().orElseThrow().values())
        .containsEntry("timeout", "PT5S")
        .containsEntry("block-for", "PT168H")
        .containsEntry("away-after", "PT2M")
        .containsEntry("download-hosts", "securitycenter.windows.us,core.usgovcloudapi.net")
        .containsEntry("download-timeout", "PT20M")
        .containsEntry("live-response", "off");
    var graph =
        bind(
            "quaestor.graph",
            GraphProperties.class,
            Map.of(
                "quaestor.graph.client-id", "id",
                "quaestor.graph.mail-remediation", "analyzed-emails",
                "quaestor.graph.exchange-results", "believe"));
    assertThat(graph.settings().orElseThrow().values())
        .containsEntry("mail-remediation", "analyzed-emails")
        .containsEntry("exchange-results", "believe");
    var linux =
        bind(
            "quaestor.linux",
            LinuxProperties.class,
            Map.of(
                "quaestor.linux.inventory-file", "/etc/quaestor/hosts.yaml",
                "quaestor.linux.private-key", "hush-hush",
                "quaestor.linux.engine-addresses", "192.0.2.1,2001:db8::1",
                "quaestor.linux.probes[0]", "192.0.2.7:443",
                "quaestor.linux.connect-timeout", "5s",
                "quaestor.linux.command-timeout", "2m"));
    var settings = linux.settings().orElseThrow();
    assertThat(settings.values())
        .containsEntry("inventory-file", "/etc/quaestor/hosts.yaml")
        .containsEntry("engine-addresses", "192.0.2.1,2001:db8::1")
        .containsEntry("probes", "192.0.2.7:443")
        .containsEntry("connect-timeout", "PT5S")
        .containsEntry("command-timeout", "PT2M");
    assertThat(settings.secret("private-key").get()).isEqualTo("hush-hush");
    assertThat(linux + settings.toString()).doesNotContain("hush-hush");
  }

  @Test
  void aRealmIsReadByItsConnectorAndBadSettingsAreNamed(@TempDir Path folder) throws Exception {
    var good =
        Map.of(
            "quaestor.keycloak.base-url", "https://sso.contoso.example/auth",
            "quaestor.keycloak.realm", "corp",
            "quaestor.keycloak.client-id", "quaestor",
            "quaestor.keycloak.client-secret", "hush-hush",
            "quaestor.keycloak.timeout", "5s");
    var keycloak = bind("quaestor.keycloak", KeycloakProperties.class, good);
    var settings = keycloak.settings().orElseThrow();
    assertThat(settings.values()).containsEntry("realm", "corp").containsEntry("timeout", "PT5S");
    assertThat(settings.secret("client-secret").get()).isEqualTo("hush-hush");
    assertThat(keycloak + settings.toString()).doesNotContain("hush-hush");
    var with =
        new BackEndSettings.With(
            new FileVault(folder, 1 << 20), rule -> List.of(), new SimpleMeterRegistry());
    try (var made = backEnds(good).getFirst().made(with)) {
      assertThat(made.name()).isEqualTo("keycloak");
    }

    for (var bad :
        Map.of(
                "quaestor.keycloak.base-url", "ftp://sso.contoso.example",
                "quaestor.keycloak.realm", "../master",
                "quaestor.keycloak.client-id", " ")
            .entrySet()) {
      var changed = new LinkedHashMap<String, String>(good);
      changed.put(bad.getKey(), bad.getValue());
      assertThatThrownBy(() -> backEnds(changed).getFirst().made(with))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(bad.getKey() + " ");
    }
  }

  @Test
  void aWazuhEstateIsReadByItsConnectorAndBadSettingsAreNamed(@TempDir Path folder)
      throws Exception {
    var good =
        Map.of(
            "quaestor.wazuh.manager-url", "https://wazuh.contoso.example:55000",
            "quaestor.wazuh.user", "quaestor",
            "quaestor.wazuh.password", "hush-hush",
            "quaestor.wazuh.indexer-url", "https://indexer.contoso.example:9200",
            "quaestor.wazuh.indexer-user", "reader",
            "quaestor.wazuh.indexer-password", "hush-too",
            "quaestor.wazuh.answer-within", "90s");
    var wazuh = bind("quaestor.wazuh", WazuhProperties.class, good);
    var settings = wazuh.settings().orElseThrow();
    assertThat(settings.values()).containsEntry("answer-within", "PT1M30S");
    assertThat(settings.secret("password").get()).isEqualTo("hush-hush");
    assertThat(settings.secret("indexer-password").get()).isEqualTo("hush-too");
    assertThat(wazuh + settings.toString()).doesNotContain("hush");
    var with =
        new BackEndSettings.With(
            new FileVault(folder, 1 << 20), rule -> List.of(), new SimpleMeterRegistry());
    try (var made = backEnds(good).getFirst().made(with)) {
      assertThat(made.name()).isEqualTo("wazuh");
    }

    for (var bad :
        Map.of(
                "quaestor.wazuh.manager-url", "ftp://wazuh.contoso.example",
                "quaestor.wazuh.indexer-url", " ",
                "quaestor.wazuh.user", "a:b",
                "quaestor.wazuh.password", " ",
                "quaestor.wazuh.indexer-password", " ",
                "quaestor.wazuh.index-pattern", "../x",
                "quaestor.wazuh.ca-file", "/nowhere/ca.pem",
                "quaestor.wazuh.answer-within", "2h")
            .entrySet()) {
      var changed = new LinkedHashMap<String, String>(good);
      changed.put(bad.getKey(), bad.getValue());
      assertThatThrownBy(() -> backEnds(changed).getFirst().made(with))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(bad.getKey() + " ");
    }
  }

  @Test
  void listsOfBlocksAreReadByTheirConnectorsAndBadOnesNameTheSetting(@TempDir Path folder)
      throws Exception {
    var with =
        new BackEndSettings.With(
            new FileVault(folder, 1 << 20), rule -> List.of(), new SimpleMeterRegistry());
    var squid =
        Map.of(
            "quaestor.squid.list-file", "/etc/squid/quaestor.list",
            "quaestor.squid.proxy", "127.0.0.1:3128",
            "quaestor.squid.reload-command", "/usr/sbin/squid,-k,reconfigure",
            "quaestor.squid.reload-timeout", "5s",
            "quaestor.squid.block-for", "7d");
    var settings =
        bind("quaestor.squid", SquidProperties.class, squid).settings().orElseThrow().values();
    assertThat(settings)
        .containsEntry("reload-command", "/usr/sbin/squid\n-k\nreconfigure")
        .containsEntry("reload-timeout", "PT5S")
        .containsEntry("block-for", "PT168H");
    var unbound =
        Map.of(
            "quaestor.connectors[0].name", "dns",
            "quaestor.connectors[0].unbound.zone-file", "/var/lib/unbound/rpz.zone",
            "quaestor.connectors[0].unbound.zone", "rpz.quaestor",
            "quaestor.connectors[0].unbound.resolver", "[::1]:53",
            "quaestor.connectors[0].unbound.reload-command", "/usr/sbin/unbound-control,reload");
    var both = new LinkedHashMap<String, String>(squid);
    both.putAll(unbound);
    assertThat(backEnds(both)).extracting(BackEndSettings::connector).contains("squid", "dns");
    backEnds(both).forEach(one -> one.made(with).close());

    for (var bad :
        Map.of(
                "quaestor.squid.list-file", "quaestor.list",
                "quaestor.squid.proxy", "127.0.0.1",
                "quaestor.squid.reload-command", "squid,-k,reconfigure",
                "quaestor.squid.reload-timeout", "1h",
                "quaestor.squid.block-for", "-1d")
            .entrySet()) {
      var changed = new LinkedHashMap<String, String>(squid);
      changed.put(bad.getKey(), bad.getValue());
      assertThatThrownBy(() -> backEnds(changed).getFirst().made(with))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(bad.getKey() + " must ");
    }
  }

  @Test
  void settingsOfMailboxesBindByName() {
    var imap =
        bind(
            "quaestor.imap",
            ImapProperties.class,
            Map.ofEntries(
                Map.entry("quaestor.imap.host", "mail.contoso.example"),
                Map.entry("quaestor.imap.port", "1993"),
                Map.entry("quaestor.imap.sieve-port", "4190"),
                Map.entry("quaestor.imap.tls", "starttls"),
                Map.entry("quaestor.imap.ca-file", "/etc/quaestor/ca.pem"),
                Map.entry("quaestor.imap.master-user", "quaestor"),
                Map.entry("quaestor.imap.master-password", "hush-hush"),
                Map.entry("quaestor.imap.domains", "contoso.example,fabrikam.example"),
                Map.entry("quaestor.imap.mailboxes[0]", "megan@contoso.example"),
                Map.entry("quaestor.imap.mailboxes-file", "/etc/quaestor/mailboxes"),
                Map.entry("quaestor.imap.quarantine-folder", "Locked"),
                Map.entry("quaestor.imap.recoverable-folder", "Gone"),
                Map.entry("quaestor.imap.junk-folder", "Spam"),
                Map.entry("quaestor.imap.deleted-folder", "Bin"),
                Map.entry("quaestor.imap.connections", "4"),
                Map.entry("quaestor.imap.connect-timeout", "5s"),
                Map.entry("quaestor.imap.command-timeout", "20s"),
                Map.entry("quaestor.imap.search-timeout", "2m")));
    var settings = imap.settings().orElseThrow();

    assertThat(settings.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("host", "mail.contoso.example"),
                Map.entry("port", "1993"),
                Map.entry("sieve-port", "4190"),
                Map.entry("tls", "starttls"),
                Map.entry("ca-file", "/etc/quaestor/ca.pem"),
                Map.entry("master-user", "quaestor"),
                Map.entry("domains", "contoso.example,fabrikam.example"),
                Map.entry("mailboxes", "megan@contoso.example"),
                Map.entry("mailboxes-file", "/etc/quaestor/mailboxes"),
                Map.entry("quarantine-folder", "Locked"),
                Map.entry("recoverable-folder", "Gone"),
                Map.entry("junk-folder", "Spam"),
                Map.entry("deleted-folder", "Bin"),
                Map.entry("connections", "4"),
                Map.entry("connect-timeout", "PT5S"),
                Map.entry("command-timeout", "PT20S"),
                Map.entry("search-timeout", "PT2M")));
    assertThat(settings.secret("master-password").get()).isEqualTo("hush-hush");
    assertThat(imap + settings.toString()).doesNotContain("hush-hush");
  }

  @Test
  void anInventoryThatIsBrokenStopsTheStartAndIsNamedWithItsLine(@TempDir Path folder)
      throws Exception {
    var file =
        Files.writeString(folder.resolve("hosts.yaml"), "hosts:\n- name: web-01\n  adress: a\n");

    assertThatThrownBy(
            () ->
                WorkerApplication.start(
                    Map.of(
                        "quaestor.linux.inventory-file", file.toString(),
                        "quaestor.linux.private-key", "hush-hush",
                        "quaestor.vault.directory", folder.resolve("vault").toString()),
                    new SimpleMeterRegistry(),
                    List.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessage("the inventory %s, line 3: a host has no field adress.".formatted(file));
  }

  @Test
  void aSettingThatNobodyReadsStopsTheStart() {
    assertThatThrownBy(
            () ->
                WorkerApplication.start(
                    Map.of("quaestor.defender.live-respons", "off"),
                    new SimpleMeterRegistry(),
                    List.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "quaestor.defender.live-respons (started with) is not a setting:"
                + " did you mean quaestor.defender.live-response?");
  }

  @Test
  void everySettingIsWrittenDownForEditors() throws Exception {
    var mapper = QuaestorJson.mapper();
    var described = new TreeSet<String>();
    var files =
        WorkerTest.class
            .getClassLoader()
            .getResources("META-INF/spring-configuration-metadata.json");
    for (var file : Collections.list(files)) {
      try (var stream = file.openStream()) {
        for (var property : mapper.readTree(stream).path("properties")) {
          if (property.hasNonNull("description")) {
            described.add(property.path("name").asString());
          }
        }
      }
    }
    for (var group : WorkerSettings.groups()) {
      for (var component : group.type().getRecordComponents()) {
        var name = group.prefix() + "." + component.getName().replaceAll("([A-Z])", "-$1");
        assertThat(described).contains(name.toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void aSecretIsShownNowhere() {
    var defender =
        bind(
            "quaestor.defender",
            DefenderProperties.class,
            Map.of(
                "quaestor.defender.client-id", "id",
                "quaestor.defender.client-secret", "hush-hush"));
    assertThat(defender.toString()).doesNotContain("hush-hush");
    assertThat(defender.settings().orElseThrow().toString()).doesNotContain("hush-hush");
    assertThat(defender.settings().orElseThrow().secret("client-secret").get())
        .isEqualTo("hush-hush");
  }

  @Test
  void aSecretCanComeFromAFileThatIsChangedWhileItRuns(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("secret"), "from-file\n");
    var graph =
        bind(
            "quaestor.graph",
            GraphProperties.class,
            Map.of(
                "quaestor.graph.client-id", "id", "quaestor.graph.client-secret", "file:" + file));
    var secret = graph.settings().orElseThrow().secret("client-secret");
    assertThat(secret.get()).isEqualTo("from-file");
    Files.writeString(file, "changed\n");
    assertThat(secret.get()).isEqualTo("changed");
    Files.delete(file);
    assertThatThrownBy(() -> graph.settings().orElseThrow().secret("client-secret"))
        .hasMessageStartingWith("quaestor.graph.client-secret: there is no file " + file);
  }

  private static List<BackEndSettings> backEnds(Map<String, String> properties) {
    return BackEndSettings.of(
        List.of(
            bind("quaestor.defender", DefenderProperties.class, properties),
            bind("quaestor.graph", GraphProperties.class, properties),
            bind("quaestor.linux", LinuxProperties.class, properties),
            bind("quaestor.imap", ImapProperties.class, properties),
            bind("quaestor.keycloak", KeycloakProperties.class, properties),
            bind("quaestor.wazuh", WazuhProperties.class, properties),
            bind("quaestor.squid", SquidProperties.class, properties),
            bind("quaestor.unbound", UnboundProperties.class, properties),
            bind("quaestor.clamav", ClamAvProperties.class, properties),
            bind("quaestor.rspamd", RspamdProperties.class, properties)),
        bind("quaestor", ConnectorsProperties.class, properties));
  }

  @Test
  void scannersAreReadByTheirConnectorsAndBadSettingsAreNamed(@TempDir Path folder)
      throws Exception {
    assertThat(bind("quaestor.clamav", ClamAvProperties.class, Map.of()).settings()).isEmpty();
    assertThat(bind("quaestor.rspamd", RspamdProperties.class, Map.of()).settings()).isEmpty();
    var good =
        Map.of(
            "quaestor.clamav.host", "127.0.0.1",
            "quaestor.clamav.port", "3311",
            "quaestor.clamav.max-size", "5MB",
            "quaestor.clamav.timeout", "5s",
            "quaestor.rspamd.url", "http://127.0.0.1:11333",
            "quaestor.rspamd.password", "hush-hush");
    var all = backEnds(good);
    assertThat(all).extracting(BackEndSettings::connector).containsExactly("clamav", "rspamd");
    assertThat(all.getFirst().settings().values())
        .containsEntry("max-size", "5242880")
        .containsEntry("timeout", "PT5S");
    assertThat(all.get(1).settings().secret("password").get()).isEqualTo("hush-hush");
    assertThat(all.toString()).doesNotContain("hush-hush");
    var with =
        new BackEndSettings.With(
            new FileVault(folder, 1 << 20), rule -> List.of(), new SimpleMeterRegistry());
    for (var one : all) {
      try (var made = one.made(with)) {
        assertThat(made.capabilities()).hasSize(2);
      }
    }

    for (var bad :
        Map.of(
                "quaestor.clamav.socket", "/run/clamav/clamd.ctl",
                "quaestor.clamav.timeout", "1h",
                "quaestor.rspamd.url", "ftp://127.0.0.1")
            .entrySet()) {
      var changed = new LinkedHashMap<String, String>(good);
      changed.put(bad.getKey(), bad.getValue());
      assertThatThrownBy(() -> backEnds(changed).forEach(one -> one.made(with)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(bad.getKey() + " ");
    }
  }

  @Test
  void twoOfOneKindAreTwoConnectorsInTheirOrder() {
    var all =
        backEnds(
            Map.of(
                "quaestor.defender.client-id", "id",
                "quaestor.connectors[0].name", "fabrikam",
                "quaestor.connectors[0].defender.client-id", "other",
                "quaestor.connectors[0].defender.block-for", "P1D",
                "quaestor.connectors[1].name", "fabrikam-mail",
                "quaestor.connectors[1].graph.mail-remediation", "analyzed-emails"));

    assertThat(all)
        .extracting(BackEndSettings::connector)
        .containsExactly("defender", "fabrikam", "fabrikam-mail");
    assertThat(all.get(1).settings().values()).containsEntry("block-for", "PT24H");
  }

  /** Also of its secret, which is read later. */
  @Test
  void whatIsMissingOfANamedConnectorIsNamedByItsOwnSetting(@TempDir Path folder) throws Exception {
    var with =
        new BackEndSettings.With(
            new FileVault(folder, 1 << 20), rule -> List.of(), new SimpleMeterRegistry());
    var without =
        backEnds(
            Map.of(
                "quaestor.connectors[0].name", "fabrikam",
                "quaestor.connectors[0].defender.client-id", "other"));

    assertThatThrownBy(() -> without.getFirst().made(with))
        .hasMessage("quaestor.connectors[0].defender.tenant-id is missing");
    assertThat(without.getFirst().settings().key("client-secret"))
        .isEqualTo("quaestor.connectors[0].defender.client-secret");
  }

  @ParameterizedTest
  @MethodSource
  void senselessConnectorsAndRoutesAreRefusedByName(Map<String, String> given, String because) {
    assertThatThrownBy(
            () -> {
              var all = backEnds(given);
              bind("quaestor", ConnectorsProperties.class, given)
                  .routes(all.stream().map(BackEndSettings::connector).toList());
            })
        .hasStackTraceContaining(because);
  }

  static Stream<Arguments> senselessConnectorsAndRoutesAreRefusedByName() {
    return Stream.of(
        Arguments.of(
            Map.of("quaestor.connectors[0].defender.client-id", "a"),
            "quaestor.connectors[0].name must be 1 to 40 lower-case letters, digits and dashes"),
        Arguments.of(
            Map.of(
                "quaestor.connectors[0].name", "A b",
                "quaestor.connectors[0].defender.client-id", "a"),
            "quaestor.connectors[0].name must be 1 to 40 lower-case letters, digits and dashes"),
        Arguments.of(
            Map.of("quaestor.connectors[0].name", "a"),
            "quaestor.connectors[0] must have the settings of one kind, such as"
                + " quaestor.connectors[0].linux"),
        Arguments.of(
            Map.of(
                "quaestor.connectors[0].name", "a",
                "quaestor.connectors[0].graph.client-id", "a",
                "quaestor.connectors[0].defender.client-id", "a"),
            "quaestor.connectors[0] must have the settings of one kind, such as"
                + " quaestor.connectors[0].linux"),
        Arguments.of(
            Map.of(
                "quaestor.connectors[0].name", "a",
                "quaestor.connectors[0].graph.client-id", "a",
                "quaestor.connectors[1].name", "a",
                "quaestor.connectors[1].graph.client-id", "b"),
            "quaestor.connectors[1].name is taken: a"),
        Arguments.of(
            Map.of(
                "quaestor.graph.client-id", "a",
                "quaestor.connectors[0].name", "graph",
                "quaestor.connectors[0].graph.client-id", "b"),
            "quaestor.connectors[0].name is taken: graph"),
        Arguments.of(
            Map.of(
                "quaestor.graph.client-id", "a",
                "quaestor.routing[0].actions", "ISOLATE_DEVICE",
                "quaestor.routing[0].order", "graph,linux"),
            "quaestor.routing[0].order: no connector is named linux; there are graph"),
        Arguments.of(
            Map.of("quaestor.routing[0].order", "graph"), "quaestor.routing[0].actions is missing"),
        Arguments.of(
            Map.of("quaestor.routing[0].actions", "BLOCK_URL"),
            "quaestor.routing[0].order is missing"),
        Arguments.of(
            Map.of(
                "quaestor.routing[0].actions", "BLOCK_URL",
                "quaestor.routing[0].order", "a",
                "quaestor.routing[1].actions", "RELEASE_DEVICE,BLOCK_URL",
                "quaestor.routing[1].order", "b"),
            "quaestor.routing[1].actions: BLOCK_URL is routed twice"));
  }

  @Test
  void withoutTemporalTheStartFailsAndSaysSoInTime(@TempDir Path folder) {
    Map<String, Object> properties =
        Map.of(
            "quaestor.temporal.target", "127.0.0.1:1",
            "quaestor.temporal.connect-timeout", "300ms",
            "quaestor.vault.directory", folder.toString());
    var meters = new SimpleMeterRegistry();
    assertThatThrownBy(() -> WorkerApplication.start(properties, meters, List.of()))
        .isInstanceOf(RuntimeException.class);
    assertThat(meters.isClosed()).isFalse();
  }

  @Test
  void aNamedDeploymentHasTheBuildAsItsVersionOnEveryQueueAndMovesItsCasesOn() {
    assertThat(workers().registrations())
        .allSatisfy(r -> assertThat(r.options().getDeploymentOptions()).isNull());

    assertThat(workers(Map.of("quaestor.deployment.name", "soc")).registrations())
        .allSatisfy(
            r -> {
              var deployment = r.options().getDeploymentOptions();
              assertThat(deployment.isUsingVersioning()).isTrue();
              assertThat(deployment.getVersion().getDeploymentName()).isEqualTo("soc");
              assertThat(deployment.getVersion().getBuildId())
                  .isEqualTo(Build.revision())
                  .matches("[0-9a-f]{7,40}|\\d+\\.\\d+.*");
              assertThat(deployment.getDefaultVersioningBehavior())
                  .isEqualTo(VersioningBehavior.AUTO_UPGRADE);
            });
    var named =
        workers(
            Map.of("quaestor.deployment.name", "soc", "quaestor.deployment.build-id", "2026.11"));
    assertThat(named.registrations().getFirst().options().getDeploymentOptions().getVersion())
        .isEqualTo(new WorkerDeploymentVersion("soc", "2026.11"));
  }

  private static Workers workers() {
    return workers(Map.of());
  }

  private static Workers workers(Map<String, String> deployment) {
    var nothing = new Connectors(List.of());
    return new Workers(
        TemporalDoor.of(Map.of(), null),
        bind("quaestor.deployment", DeploymentProperties.class, deployment),
        QuaestorJson.dataConverter(new PayloadFiles(Path.of("nowhere"))),
        new StarterKeys(List.of()),
        List.of(
            new EvidenceExecution(nothing, AnalysisSettings.none()), new LookupExecution(nothing)),
        List.of(new RemediationExecution(nothing, new SimpleMeterRegistry())),
        new SimpleMeterRegistry(),
        Traces.none(),
        new OwnPresence(List::of, "", List.of(), Map::of));
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
