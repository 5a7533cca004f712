package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.forwardingRule;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.authority.Voucher;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;

/** A case in the middle of its life, as one run hands it to the next. */
public final class CarriedCase {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  private CarriedCase() {}

  /** One action done, one pending, one message that did nothing. */
  public static InvestigationStart start() {
    return new InvestigationStart(null, true, state());
  }

  static InvestigationState state() {
    var alert =
        deviceAlert(
            "a1", Severity.HIGH, server(), processOnServer(), fileOnServer(), forwardingRule());
    var odd = Finding.weighs("fake", "ODD", 50, "It is odd.");
    var examined =
        InvestigationState.begin("inv-1", NOW)
            .alerted(alert, FakeStarter.SENSOR, NOW)
            .opened(new PolicySnapshot(3, Fixtures.policy(), false), NOW)
            .examining(alert.evidence(), NOW)
            .examined(
                alert.evidence().stream()
                    .map(
                        e ->
                            new Examination(
                                e.key(),
                                e.entity(),
                                List.of(odd),
                                List.of(),
                                List.of(
                                    ActionType.ISOLATE_DEVICE,
                                    ActionType.STOP_AND_QUARANTINE_FILE)))
                    .toList(),
                List.of(),
                NOW)
            .planned(NOW);
    var isolate = examined.actions().pending().getFirst();
    var approved =
        examined.decided(
            TemporalHouse.decision(DecisionMessage.Choice.APPROVE, isolate.actionId()),
            new Voucher.None(),
            Decision.Channel.SIGNAL,
            NOW.plusSeconds(60));
    var begun = approved.state();
    return begun
        .begun(begun.actions().runnable(), NOW.plusSeconds(60))
        .prepared(
            new LedgerEvent.ActionPrepared(isolate.actionId(), new Receipt.State(false)),
            NOW.plusSeconds(61))
        .progressed(
            isolate.actionId(),
            new Outcome.Succeeded(new Receipt.State(false), "Seen"),
            NOW.plusSeconds(62))
        .ignored(
            new LedgerEvent.MessageIgnored(
                "decide", Decision.Channel.SIGNAL, "junk", "no decision"),
            NOW.plusSeconds(63));
  }
}
