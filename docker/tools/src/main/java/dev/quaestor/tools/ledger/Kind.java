package dev.quaestor.tools.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.text.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of case that a full ledger is made of: two or three pieces of evidence, three or four
 * actions. Every name in it has a mark, and every hash of a file another, so that copies can have
 * names and hashes of their own.
 *
 * @param number from 0
 * @param waits whether its actions wait for a decision
 */
record Kind(int number, boolean waits) {
  /** How many there are of those that have ended. */
  static final int ENDED = 9;

  static final List<Kind> ALL =
      IntStream.rangeClosed(0, ENDED).mapToObj(n -> new Kind(n, n == ENDED)).toList();

  /** Three pieces in every other case. */
  int pieces() {
    return 2 + number % 2;
  }

  /** In nine kinds 30: with those that wait, ten in three cases. */
  int actions() {
    return number % 3 == 0 ? 4 : 3;
  }

  /** What the case of a mark is called. */
  String id(String mark) {
    return "inv-" + mark;
  }

  static String device(String mark) {
    return "device-" + mark;
  }

  static String host(String mark) {
    return "pc-" + mark;
  }

  static String user(String mark) {
    return "user-" + mark + "@corp.example";
  }

  static String actionId(String mark, int n) {
    return "act-" + mark + "-" + n;
  }

  /**
   * What is looked for by its hash, as the ledger spells it, in lower case: of a device a name
   * beside its own, its key.
   */
  static List<String> mentioned(String mark, String hashMark) {
    return List.of(sha256(hashMark), user(mark), "device\ndevice:" + device(mark));
  }

  static String sha256(String hashMark) {
    return (hashMark + "a1".repeat(32)).substring(0, 64);
  }

  CaseOpening opening(String mark, Instant at) {
    return new CaseOpening(
        id(mark),
        "investigation/" + mark,
        "run-" + mark,
        "Ransomware behaviour on " + host(mark),
        Severity.values()[number % Severity.values().length],
        "sensor",
        at,
        null);
  }

  /** All that its workflow tells. */
  LedgerBatch told(String mark, String hashMark, Instant at) {
    var device =
        new Device(
            device(mark),
            host(mark) + ".corp.example",
            "Windows11",
            "Group " + number,
            List.of(),
            List.of());
    var file =
        new FileArtifact(
            device.deviceId(),
            "invoice-" + mark + ".exe",
            "C:\\Users\\Public",
            sha256(hashMark),
            null,
            null,
            null,
            null);
    var account = new UserAccount(null, user(mark), null, null, null);
    var events = new ArrayList<LedgerEvent>();
    events.add(alert(mark, at));
    events.add(assessed(device, number % 2 == 0 ? Verdict.SUSPICIOUS : Verdict.UNKNOWN, device));
    events.add(assessed(file, number % 4 == 3 ? Verdict.UNKNOWN : Verdict.MALICIOUS, null));
    if (pieces() == 3) {
      events.add(assessed(account, Verdict.UNKNOWN, null));
    }
    var actions =
        List.<RemediationAction>of(
            new DeviceAction.StopAndQuarantineFile(file),
            new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL),
            new DeviceAction.RunAntivirusScan(device, DeviceAction.Scan.FULL),
            new DeviceAction.CollectInvestigationPackage(device));
    for (int n = 0; n < actions(); n++) {
      var id = actionId(mark, n);
      events.add(planned(id, actions.get(n), device, file, at));
      if (!waits) {
        if (n % 2 == 0) {
          events.add(new LedgerEvent.ActionDecided(id, decided(id, at)));
        }
        if (n % 2 != 0 || approves()) {
          events.add(
              new LedgerEvent.ActionProgressed(
                  id,
                  new Outcome.Succeeded(new Receipt.State(false), "The device reports it done.")));
        }
      }
    }
    events.add(
        new LedgerEvent.StatusChanged(
            waits ? InvestigationStatus.PENDING_APPROVAL : ends(), "as it stands"));
    var entries =
        IntStream.range(0, events.size())
            .mapToObj(n -> new LedgerEntry(n + 1L, at.plusMillis(n), events.get(n)))
            .toList();
    return new LedgerBatch(id(mark), id(mark), entries, opening(mark, at));
  }

  private boolean approves() {
    return number % 5 != 0;
  }

  private InvestigationStatus ends() {
    return number % 4 == 1
        ? InvestigationStatus.PARTIALLY_REMEDIATED
        : InvestigationStatus.REMEDIATED;
  }

  private LedgerEvent.AlertAdded alert(String mark, Instant at) {
    return new LedgerEvent.AlertAdded(
        "alert-" + mark,
        AlertSource.QUAESTOR,
        "Files are being encrypted on " + host(mark),
        Severity.values()[number % Severity.values().length],
        List.of("T1486"),
        at,
        Sha256.of("alert-" + mark),
        Sha256.of("said-" + mark),
        1,
        null,
        null);
  }

  private static LedgerEvent.EvidenceAssessed assessed(
      Entity entity, Verdict verdict, @Nullable Device confirmed) {
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            Evidence.named(entity, "alert", null),
            true,
            List.of(
                Finding.weighs("sensor", "ODD", 30, "It talks to an address that nobody knows"),
                Finding.weighs("sensor", "BAD", 80, "It wrote files that cannot be read")),
            verdict,
            List.of(),
            List.of(),
            confirmed));
  }

  private LedgerEvent.ActionPlanned planned(
      String id, RemediationAction action, Device device, FileArtifact file, Instant at) {
    boolean asked = waits || id.endsWith("0") || id.endsWith("2");
    return new LedgerEvent.ActionPlanned(
        id,
        action,
        ActionSource.AUTOMATED_DEVICE_ACTION,
        asked ? Gate.APPROVAL : Gate.AUTOMATIC,
        "rule-" + number,
        "as the policy says",
        Verdict.SUSPICIOUS,
        "plan-" + id,
        asked ? new Decision.Pending(at.plus(Duration.ofDays(7))) : new Decision.NotNeeded(),
        null,
        null,
        null,
        null,
        null,
        List.of(device.key(), file.key()));
  }

  private Decision.ByPerson decided(String id, Instant at) {
    return new Decision.ByPerson(
        approves(),
        "analyst-" + number + "@corp.example",
        true,
        Decision.Channel.UPDATE,
        "as agreed",
        "decision-" + id,
        at.plusSeconds(90));
  }
}
