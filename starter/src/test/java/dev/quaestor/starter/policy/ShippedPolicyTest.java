package dev.quaestor.starter.policy;

import static dev.quaestor.action.ActionType.BLOCK_URL;
import static dev.quaestor.action.ActionType.ISOLATE_DEVICE;
import static dev.quaestor.action.ActionType.KILL_PROCESS;
import static dev.quaestor.action.ActionType.RUN_ANTIVIRUS_SCAN;
import static dev.quaestor.action.ActionType.SOFT_DELETE_EMAIL;
import static dev.quaestor.action.ActionType.STOP_AND_QUARANTINE_FILE;
import static dev.quaestor.action.ActionType.TURN_OFF_EXTERNAL_FORWARDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the shipped policy makes of the shipped alerts. */
class ShippedPolicyTest {
  private static final Policy POLICY =
      ((PolicyReading.Read) PolicyFile.read(PolicyFile.defaultText())).policy();

  private static Device device(String group) {
    return new Device("d1", "host.contoso.example", "Windows11", group, List.of(), List.of());
  }

  private static FileArtifact file(String directory) {
    return new FileArtifact("d1", "x.exe", directory, "ab".repeat(32), null, null, null, null);
  }

  private static MailMessage mail() {
    return new MailMessage(
        null,
        "<m@evil.example>",
        "megan@contoso.example",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Assessment found(Entity entity, Verdict verdict) {
    var everything = List.of(ActionType.values());
    return new Assessment(
        Evidence.named(entity, "a", null),
        true,
        List.of(),
        verdict,
        everything,
        List.of(),
        entity instanceof Device device ? device : null);
  }

  private static List<PlannedAction> plan(Severity severity, Assessment... evidence) {
    return Planner.plan(POLICY, severity, List.of(evidence));
  }

  @Test
  void aMaliciousDownloadOnAWorkstationIsQuarantinedAndScannedByItself() {
    var plan =
        plan(
            Severity.HIGH,
            found(device("Workstations"), Verdict.NO_THREATS_FOUND),
            found(file("C:\\Users\\j.doe\\Downloads"), Verdict.MALICIOUS),
            found(new UserAccount("u", null, null, null, null), Verdict.NO_THREATS_FOUND));
    assertThat(plan)
        .extracting(p -> p.action().type(), PlannedAction::gate)
        .containsExactly(
            tuple(STOP_AND_QUARANTINE_FILE, Gate.AUTOMATIC),
            tuple(RUN_ANTIVIRUS_SCAN, Gate.AUTOMATIC));
  }

  @Test
  void aSuspiciousProcessAndFileOnAServerWait() {
    var process =
        new ProcessArtifact("d1", 7L, null, "powershell -enc x", file("C:\\Windows"), null);
    var plan =
        plan(
            Severity.MEDIUM,
            found(device("Servers"), Verdict.UNKNOWN),
            found(process, Verdict.SUSPICIOUS),
            found(file("C:\\Windows\\Temp"), Verdict.SUSPICIOUS));
    assertThat(plan)
        .extracting(p -> p.action().type(), PlannedAction::gate)
        .containsExactlyInAnyOrder(
            tuple(ISOLATE_DEVICE, Gate.APPROVAL), tuple(STOP_AND_QUARANTINE_FILE, Gate.APPROVAL));
  }

  /** As Defender's own automation does (DOMAIN §5.1). */
  @Test
  void aMaliciousProcessIsEndedAndItsImageLockedAwayAndIsolationWaits() {
    var image = file("C:\\Users\\j.doe\\Downloads");
    var process = new ProcessArtifact("d1", 7L, null, "x.exe /q", image, null);
    var plan =
        plan(
            Severity.HIGH,
            found(device("Workstations"), Verdict.NO_THREATS_FOUND),
            found(process, Verdict.MALICIOUS),
            found(image, Verdict.UNKNOWN));
    assertThat(plan)
        .extracting(p -> p.action().type(), PlannedAction::gate)
        .containsExactly(
            tuple(KILL_PROCESS, Gate.AUTOMATIC),
            tuple(STOP_AND_QUARANTINE_FILE, Gate.AUTOMATIC),
            tuple(ISOLATE_DEVICE, Gate.APPROVAL));
  }

  /** What a shell was made to do does not make the shell bad. */
  @Test
  void theCleanImageOfAMaliciousProcessIsLeftWhereItIs() {
    var shell = file("C:\\Windows\\System32\\WindowsPowerShell\\v1.0");
    var plan =
        plan(
            Severity.HIGH,
            found(device("Workstations"), Verdict.NO_THREATS_FOUND),
            found(new ProcessArtifact("d1", 7L, null, "x -enc y", shell, null), Verdict.MALICIOUS),
            found(shell, Verdict.NO_THREATS_FOUND));
    assertThat(plan)
        .extracting(p -> p.action().type())
        .containsExactly(KILL_PROCESS, ISOLATE_DEVICE);
  }

  @Test
  void nothingThatTheShippedRulesOrderIsolatesByItself() {
    assertThat(POLICY.rules())
        .filteredOn(r -> r.actions().contains(ISOLATE_DEVICE))
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.gate()).isEqualTo(Gate.APPROVAL));
  }

  @Test
  void aMaliciousFileOnAServerWaitsToo() {
    var plan =
        plan(
            Severity.HIGH,
            found(device("Servers"), Verdict.UNKNOWN),
            found(file("C:\\Windows\\Temp"), Verdict.MALICIOUS));
    assertThat(plan).isNotEmpty().allSatisfy(p -> assertThat(p.gate()).isEqualTo(Gate.APPROVAL));
  }

  @Test
  void aReportedPhishWaitsForEverything() {
    var cluster =
        new MailCluster(
            new EntityKey("mail:x"),
            List.of(new MailCluster.Criterion("Subject", "x")),
            List.of(new MailCluster.Member("omar@contoso.example", null, "<n@evil.example>", null)),
            6);
    var attachment = new FileArtifact(null, "a.html", null, "cd".repeat(32), null, null, 1L, null);
    var plan =
        plan(
            Severity.LOW,
            found(mail(), Verdict.MALICIOUS),
            found(new Url("http://evil.example/"), Verdict.SUSPICIOUS),
            found(cluster, Verdict.MALICIOUS),
            found(attachment, Verdict.SUSPICIOUS),
            found(
                new MailboxRule(
                    "megan@contoso.example", "r", null, true, List.of("drop@evil.example")),
                Verdict.SUSPICIOUS));
    assertThat(plan)
        .extracting(p -> p.action().type(), PlannedAction::gate)
        .containsExactlyInAnyOrder(
            tuple(SOFT_DELETE_EMAIL, Gate.APPROVAL),
            tuple(SOFT_DELETE_EMAIL, Gate.APPROVAL),
            tuple(BLOCK_URL, Gate.APPROVAL),
            tuple(TURN_OFF_EXTERNAL_FORWARDING, Gate.APPROVAL));
  }

  @Test
  void whereNothingIsFoundNothingIsDone() {
    assertThat(
            plan(
                Severity.INFORMATIONAL,
                found(device("Workstations"), Verdict.NO_THREATS_FOUND),
                found(file("C:\\Program Files"), Verdict.NO_THREATS_FOUND)))
        .isEmpty();
  }
}
