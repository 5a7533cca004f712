package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.wire.QuaestorJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What was done lately on a device or by an account, on the lab tenant. */
class PlaybookOnLabTest {
  private static final String WORKSTATION = "f980c21f678367cc05efd88ce7cf321cafa13a84";
  private static final String LAPTOP = "84190ce197cb6d45e3b92c6541b67832209b7977";
  private static final String MALWARE = "824b94e510d8e030d84c784ed8b886ade9bc93ae";

  private static LabBackEnds backEnds;

  @BeforeAll
  static void start() {
    backEnds = new LabBackEnds();
  }

  @BeforeEach
  void reset() {
    backEnds.lab.reset();
  }

  @AfterAll
  static void close() {
    backEnds.close();
  }

  private static Examination closely(Connectors connectors, Entity entity, int room) {
    var since = Instant.now().minusSeconds(7 * 86_400);
    var request =
        new ExaminationRequest("case", List.of(named(entity)), since)
            .with(new Playbook(List.of(entity.key()), room, since));
    return looked(connectors, request);
  }

  private static Examination looked(Connectors connectors, ExaminationRequest request) {
    return new EvidenceExecution(
            connectors,
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.system(),
            () -> broke -> false)
        .examine(request)
        .getFirst();
  }

  private static Examination closely(Entity entity) {
    return closely(backEnds.connectors(), entity, 120);
  }

  private static ObjectNode row(String device) {
    return QuaestorJson.mapper().createObjectNode().put("DeviceId", device);
  }

  private static void ran(String device, String name, String sha1, long process) {
    backEnds.lab.record(
        "DeviceProcessEvents",
        row(device)
            .put("ActionType", "ProcessCreated")
            .put("FileName", name)
            .put("FolderPath", "C:\\ProgramData\\" + name)
            .put("SHA1", sha1)
            .put("ProcessId", process)
            .put("ProcessCreationTime", "2026-11-28T10:00:00Z")
            .put("ProcessCommandLine", name + " -s"));
  }

  private static Stream<Entity> found(Examination examination) {
    return examination.related().stream().map(Evidence::entity);
  }

  private static List<String> codes(Examination examination) {
    return examination.findings().stream().map(Finding::code).toList();
  }

  @Test
  void aDeviceAloneLeadsToWhatRanAndWasDroppedThere() {
    ran(WORKSTATION, "update.exe", MALWARE, 4711);

    var device = closely(Device.ofId(WORKSTATION));

    assertThat(found(device))
        .anyMatch(e -> e instanceof ProcessArtifact p && p.processId() == 4711L)
        .anyMatch(e -> e instanceof FileArtifact f && MALWARE.equals(f.sha1()))
        .anyMatch(e -> e instanceof FileArtifact f && "invoice-2026-11.exe".equals(f.name()));
    assertThat(device.related())
        .allSatisfy(
            e -> {
              assertThat(e.foundFrom()).isEqualTo(Device.ofId(WORKSTATION).key());
              assertThat(e.roles()).containsExactly(Role.SCANNED);
            });
    assertThat(codes(device)).contains("RECENT_ACTIVITY").doesNotContain("NOBODY_CAN_TELL_OF_ALL");
  }

  @Test
  void whatStartsByItselfAndWhoItSpeaksToIsFoundToo() {
    backEnds.lab.record(
        "DeviceRegistryEvents",
        row(LAPTOP)
            .put("ActionType", "RegistryValueSet")
            .put(
                "RegistryKey",
                "HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run")
            .put("RegistryValueName", "Updater")
            .put("RegistryValueData", "\"C:\\ProgramData\\up date.exe\" -s"));
    backEnds.lab.record(
        "DeviceEvents",
        row(LAPTOP)
            .put("ActionType", "ServiceInstalled")
            .put("FileName", "svc.exe")
            .put("FolderPath", "C:\\Windows\\Temp\\svc.exe")
            .put("SHA1", MALWARE)
            .put("AdditionalFields", "{\"ServiceName\":\"Helper\"}"));
    backEnds.lab.record(
        "DeviceEvents",
        row(LAPTOP)
            .put("ActionType", "ScheduledTaskCreated")
            .put(
                "AdditionalFields",
                "{\"TaskName\":\"\\\\Tick\",\"TaskContent\":\"<Task><Command>C:\\\\a\\\\t.exe</Command></Task>\"}"));
    backEnds.lab.record(
        "DeviceNetworkEvents",
        row(LAPTOP)
            .put("ActionType", "ConnectionSuccess")
            .put("RemoteIP", "198.51.100.9")
            .put("RemoteIPType", "Public")
            .put("RemoteUrl", "c2.evil.example"));

    assertThat(found(closely(Device.ofId(LAPTOP))))
        .contains(
            new SystemService(LAPTOP, "Helper", "C:\\Windows\\Temp\\svc.exe"),
            new ScheduledTask(LAPTOP, "\\Tick", "C:\\a\\t.exe"),
            new IpAddress("198.51.100.9"),
            new Url("c2.evil.example"))
        .anyMatch(
            e ->
                e instanceof RegistryEntry r
                    && "Updater".equals(r.valueName())
                    && "C:\\ProgramData\\up date.exe".equals(r.image()));
  }

  @Test
  void whatIsFoundIsOnTheDeviceAsTheCaseCallsIt() {
    ran(WORKSTATION, "update.exe", MALWARE, 4711);
    var byName = new Device(null, "ws-jdoe", null, null, List.of(), List.of());

    assertThat(found(closely(byName)).filter(OnDevice.class::isInstance))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(((OnDevice) e).deviceKey()).contains(byName.key()));
  }

  @Test
  void aDeviceOfWhichNobodyCanTellIsUnknownAndSaysOfWhat() {
    var directory = backEnds.connectors().offering(DeviceDirectory.class).getFirst();
    var connectors = new Connectors(List.of(new Offering("inventory", List.of(directory))));

    var device = closely(connectors, Device.ofId(LAPTOP), 120);

    assertThat(VerdictRules.conclude(device.findings())).isEqualTo(Verdict.UNKNOWN);
    assertThat(device.findings())
        .anyMatch(
            f ->
                f.code().equals("NOBODY_CAN_TELL_OF_ALL")
                    && f.sentence().contains("services, scheduled tasks and connections"));
    assertThat(device.away()).isNull();
  }

  private record Offering(String name, List<Capability> capabilities) implements Connector {
    @Override
    public void close() {}
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainLater() {
    backEnds.lab.fault(Fault.error("POST /api/advancedqueries/run", 100, 503));
    backEnds.lab.fault(Fault.error("POST /v1.0/security/runHuntingQuery", 100, 503));

    var device = closely(Device.ofId(LAPTOP));

    assertThat(VerdictRules.conclude(device.findings())).isEqualTo(Verdict.UNKNOWN);
    assertThat(device.away()).isNotNull();
    assertThat(device.findings())
        .anyMatch(f -> f.effect() == Finding.Effect.BLIND && f.sentence().contains("processes"));
  }

  @Test
  void moreThanIsLookedAtIsSaidAndNeverClean() {
    for (int i = 0; i < 30; i++) {
      ran(LAPTOP, "p" + i + ".exe", "%040x".formatted(i + 1), 100 + i);
    }

    var device = closely(Device.ofId(LAPTOP));
    var cramped = closely(backEnds.connectors(), Device.ofId(LAPTOP), 7);
    var full = closely(backEnds.connectors(), Device.ofId(LAPTOP), 0);

    assertThat(found(device).filter(ProcessArtifact.class::isInstance)).hasSize(Playbook.OF_A_KIND);
    assertThat(codes(device)).contains("MORE_THAN_LOOKED_AT");
    assertThat(cramped.related()).hasSize(7);
    assertThat(full.related()).isEmpty();
    assertThat(codes(full)).contains("NO_ROOM_TO_LOOK");
    assertThat(List.of(device, cramped, full))
        .allMatch(x -> VerdictRules.conclude(x.findings()) == Verdict.UNKNOWN);
  }

  @Test
  void aQuietDeviceWasLookedAtAndIsClean() {
    var device = closely(Device.ofId(LAPTOP));

    assertThat(device.related()).isEmpty();
    assertThat(VerdictRules.conclude(device.findings())).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void anAccountLeadsToWhereItSignedInFromAndWhatItClickedThrough() {
    backEnds.lab.record(
        "EntraIdSignInEvents",
        QuaestorJson.mapper()
            .createObjectNode()
            .put("AccountUpn", "Alex@contoso.example")
            .put("ErrorCode", 0)
            .put("IPAddress", "203.0.113.200")
            .put("RiskLevelAggregated", 100)
            .put("RiskState", 4));
    var alex = new UserAccount(null, "alex@contoso.example", null, null, null);

    var account = closely(alex);

    assertThat(found(account))
        .contains(new IpAddress("203.0.113.200"))
        .anyMatch(e -> e instanceof Url u && u.value().contains("/login/confirm"));
    assertThat(VerdictRules.conclude(account.findings())).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(codes(account)).contains("SIGN_INS_AT_RISK");
  }

  @Test
  void aRiskThatSomebodyConfirmedMayBeOurOwnWordAndIsNoReason() {
    backEnds.lab.record(
        "EntraIdSignInEvents",
        QuaestorJson.mapper()
            .createObjectNode()
            .put("AccountUpn", "Alex@contoso.example")
            .put("ErrorCode", 0)
            .put("IPAddress", "203.0.113.201")
            .put("RiskLevelAggregated", 100)
            .put("RiskState", 5));

    var account = closely(new UserAccount(null, "alex@contoso.example", null, null, null));

    assertThat(found(account)).contains(new IpAddress("203.0.113.201"));
    assertThat(codes(account)).doesNotContain("SIGN_INS_AT_RISK");
    assertThat(VerdictRules.conclude(account.findings())).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aQuietAccountStaysUnknownBecauseMailRulesAndConsentsAreElsewhere() {
    var account = closely(new UserAccount(null, "megan@contoso.example", null, null, null));

    assertThat(VerdictRules.conclude(account.findings())).isEqualTo(Verdict.UNKNOWN);
    assertThat(codes(account)).contains("USER_KNOWN", "RECENT_ACTIVITY");
  }

  @Test
  void whoIsNotLookedAtCloselyCostsNoQuestion() {
    var before = backEnds.lab.requests("POST /api/advancedqueries/run");
    var device =
        looked(
            backEnds.connectors(),
            new ExaminationRequest(
                "case", List.of(named(Device.ofId(WORKSTATION))), Instant.EPOCH));

    assertThat(device.related()).isEmpty();
    assertThat(backEnds.lab.requests("POST /api/advancedqueries/run")).isEqualTo(before);
  }

  @Test
  void sixQuestionsAreEnoughForAnyNumberOfDevices() {
    var before = backEnds.lab.requests("POST /api/advancedqueries/run");
    var devices = List.of(Device.ofId(WORKSTATION), Device.ofId(LAPTOP));
    var since = Instant.now().minusSeconds(7 * 86_400);

    looked(
        backEnds.connectors(),
        new ExaminationRequest("case", devices.stream().map(d -> named(d)).toList(), since)
            .with(new Playbook(devices.stream().map(Device::key).toList(), 120, since)));

    assertThat(backEnds.lab.requests("POST /api/advancedqueries/run") - before).isEqualTo(6);
  }
}
