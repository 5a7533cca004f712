package dev.quaestor.starter.web;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A case in the ledger that isolated two devices, and not a third. */
record DoneTogether(String one, String other, String rejected) {
  DoneTogether(RunningStarter starter) {
    this("act-" + UUID.randomUUID(), "act-" + UUID.randomUUID(), "act-" + UUID.randomUUID());
    var caseId = "inv-" + UUID.randomUUID();
    var now = Instant.now();
    var ledger = starter.bean(Ledger.class);
    ledger.open(
        new CaseOpening(
            caseId,
            "investigation/" + caseId,
            "run",
            "Two devices isolated",
            Severity.LOW,
            "x",
            now,
            null));
    var events = new ArrayList<LedgerEvent>();
    for (var id : List.of(one, other, rejected)) {
      var device = new Device("dev-" + id, "host-" + id, "Windows11", null, null, null);
      events.add(
          new LedgerEvent.ActionPlanned(
              id,
              new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL),
              ActionSource.AUTOMATED_DEVICE_ACTION,
              Gate.APPROVAL,
              "rule-1",
              "because",
              Verdict.SUSPICIOUS,
              "hash",
              new Decision.Pending(now.plus(Duration.ofDays(7))),
              null,
              null,
              null));
    }
    for (var id : List.of(one, other)) {
      events.add(new LedgerEvent.ActionDecided(id, decided(true, now)));
      events.add(new LedgerEvent.ActionPrepared(id, new Receipt.State(false)));
      events.add(
          new LedgerEvent.ActionProgressed(
              id, new Outcome.Succeeded(new Receipt.State(false), "The device is isolated.")));
    }
    events.add(new LedgerEvent.ActionDecided(rejected, decided(false, now)));
    var entries = new ArrayList<LedgerEntry>();
    for (var event : events) {
      entries.add(new LedgerEntry(entries.size() + 1, now, event));
    }
    ledger.record(new LedgerBatch(caseId, caseId, entries));
  }

  private static Decision decided(boolean approved, Instant now) {
    return new Decision.ByPerson(
        approved, "ann", true, Decision.Channel.UPDATE, null, "d-" + UUID.randomUUID(), now);
  }
}
