package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A busy morning: many questions wait, in several thousand cases on as many devices of {@link
 * #GROUPS} groups. It is told to the ledger as workflows tell it.
 *
 * <p>Five questions come of two cases; the first {@link #TWICE} cases ask one of theirs again in a
 * case of its own. A case in four is of each severity, and one in a hundred is soon to expire.
 */
public final class ManyWaiting {
  public static final int GROUPS = 20;

  /** So many questions wait in two cases. */
  public static final int TWICE = 250;

  private static final int AT_ONCE = 16;

  private final Ledger ledger;
  private final Instant now;

  private ManyWaiting(Ledger ledger, Instant now) {
    this.ledger = ledger;
    this.now = now;
  }

  /** Tells the ledger of so many questions. */
  public static void tell(Ledger ledger, Instant now, int questions) throws InterruptedException {
    var many = new ManyWaiting(ledger, now);
    int cases = questions * 2 / 5;
    try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
      pool.invokeAll(
              IntStream.range(0, cases + TWICE)
                  .mapToObj(n -> Executors.callable(() -> many.tellCase(n, cases)))
                  .toList())
          .forEach(done -> done.resultNow());
    }
  }

  public static String group(int n) {
    return "Group " + n % GROUPS;
  }

  public static Severity severity(int n) {
    return Severity.values()[n % Severity.values().length];
  }

  private void tellCase(int n, int cases) {
    boolean again = n >= cases;
    int at = again ? n - cases : n;
    var id = "inv-many-" + n;
    var begun = now.minusSeconds(100L + n);
    ledger.opened(
        new CaseOpening(
            id,
            "investigation/" + id,
            "run-1",
            "Ransomware behaviour on pc-" + at,
            severity(at),
            "sensor",
            begun,
            null));
    var device = device(at);
    var file =
        new FileArtifact(
            device.deviceId(), "a" + at + ".exe", "C:\\Temp", null, null, null, null, null);
    var account = new UserAccount(null, "user" + at + "@corp.example", null, null, null);
    var events = new ArrayList<LedgerEvent>();
    events.add(LedgerFixture.alert("al-" + id, severity(at)));
    events.add(new LedgerEvent.EvidenceAssessed(confirmed(device, at)));
    events.add(LedgerFixture.evidence(file, Verdict.MALICIOUS));
    events.add(LedgerFixture.evidence(account, Verdict.UNKNOWN));
    var rests = List.of(device.key(), file.key());
    events.add(
        plan(
            id + "-i",
            n,
            new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL),
            rests));
    if (!again) {
      events.add(plan(id + "-q", n, new DeviceAction.StopAndQuarantineFile(file), rests));
      if (n % 2 == 0) {
        events.add(
            plan(
                id + "-s",
                n,
                new DeviceAction.RunAntivirusScan(device, DeviceAction.Scan.FULL),
                rests));
      }
    }
    var entries = new ArrayList<LedgerEntry>();
    for (var event : events) {
      entries.add(new LedgerEntry(entries.size() + 1L, begun.plusMillis(entries.size()), event));
    }
    ledger.record(new LedgerBatch(id, id, entries));
  }

  private static Device device(int n) {
    return new Device(
        "device-" + n, "pc-" + n + ".corp.example", "Windows11", group(n), List.of(), List.of());
  }

  private static Assessment confirmed(Device device, int n) {
    return new Assessment(
        Evidence.named(device, "al-1", null),
        true,
        List.of(
            Finding.weighs("sensor", "ODD", 30, "It talks to an address that nobody knows"),
            Finding.weighs("sensor", "BAD", 80, "It wrote " + n + " files that cannot be read")),
        Verdict.SUSPICIOUS,
        List.of(),
        List.of(),
        device);
  }

  private LedgerEvent.ActionPlanned plan(
      String id, int n, RemediationAction action, List<EntityKey> rests) {
    var left = n % 100 == 0 ? Duration.ofHours(3) : Duration.ofDays(7);
    return new LedgerEvent.ActionPlanned(
        id,
        action,
        ActionSource.AUTOMATED_DEVICE_ACTION,
        Gate.APPROVAL,
        "suspicious-waits",
        "What is suspicious waits for a person on devices of this group",
        Verdict.SUSPICIOUS,
        "hash-" + id,
        new Decision.Pending(now.plus(left).plusSeconds(n)),
        null,
        null,
        null,
        null,
        null,
        rests);
  }
}
