package dev.quaestor.wire;

import static dev.quaestor.fixtures.Fixtures.LAPTOP_ID;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.forwardingRule;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishCluster;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.fixtures.Fixtures.processOnServer;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EveryAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Left;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.AlertSize;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Remit;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import dev.quaestor.board.AwaitedLook;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Away;
import dev.quaestor.evidence.Doer;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.investigation.AlertReceipt;
import dev.quaestor.investigation.CancelMessage;
import dev.quaestor.investigation.CarriedCase;
import dev.quaestor.investigation.ClassifyMessage;
import dev.quaestor.investigation.InvestigationReport;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.OrderTerms;
import dev.quaestor.ledger.StateEnd;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.order.RemediationWorkflow;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.order.Withdrawal;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One of everything that goes into a history or the ledger, every field filled somewhere. */
final class WireSamples {
  private static final Instant AT = Instant.parse("2026-11-02T10:00:00.123Z");
  private static final RemediationAction ISOLATE = EveryAction.of(ActionType.ISOLATE_DEVICE);
  private static final Receipt STATE = new Receipt.State(false);
  private static final Finding ODD = Finding.weighs("reputation", "ODD", 50, "It is odd.");
  private static final Approval GIVEN =
      new Approval(new Person("token:oscar", "oscar"), "because", "dec-0", AT);

  private static final ApprovalTerms TERMS =
      new ApprovalTerms(
          "two-people",
          2,
          List.of("operator"),
          true,
          Duration.ofMinutes(15),
          List.of(
              new ApprovalTerms.Notice(Duration.ofDays(1), List.of()),
              new ApprovalTerms.Notice(Duration.ofDays(3), List.of("soc-leads"))));

  private static final Decision APPROVED =
      new Decision.ByPerson(
          true, "dana", true, Decision.Channel.UPDATE, "because", "dec-1", AT, List.of(GIVEN));

  private WireSamples() {}

  static Stream<Object> all() {
    return Stream.of(
        alert(),
        new ExaminationRequest("inv-1", List.of(evidence()), AT),
        examination(),
        Arrays.stream(ActionType.values()).map(EveryAction::of).toArray(RemediationAction[]::new),
        receipts(),
        outcomes(),
        new Preparation[] {
          new Preparation.Ready(STATE),
          new Preparation.Refused(new Outcome.Unsupported("No.")),
          new Preparation.Ready(STATE, Device.ofId("ab".repeat(20)), "defender"),
          new Preparation.Refused(
              new Outcome.AlreadyInState("It is isolated."), Device.ofId("ab".repeat(20)))
        },
        decisions(),
        new RemediationActivities.Command("act-1", "inv-1", ISOLATE, "because", STATE)
            .takingBack(new Left(List.of("act-1", "act-2"), STATE))
            .through("defender"),
        new LedgerBatch("inv-1", "inv-1", List.of(new LedgerEntry(7, AT, events()[0]))),
        new Undertaking(
            new LedgerBatch("inv-1", "inv-1", List.of(new LedgerEntry(7, AT, events()[0]))),
            List.of(new Claim("act-1", "inv-1", HeldState.of(ISOLATE, null).orElseThrow(), false))),
        events(),
        new PolicySnapshot(3, Fixtures.policy(), true),
        new OrderTerms(new PolicySnapshot(3, Fixtures.policy(), false), true),
        new Statement("investigation/dev-1", MessageKind.DECIDE, "digest"),
        new Voucher[] {
          new Voucher.Vouched(FakeStarter.approverOf(Area.DEVICE), AT),
          new Voucher.Vouched(
              new Author(
                  "token:eve",
                  "eve@contoso.example",
                  Remit.of(List.of(Area.DEVICE)).within(List.of("Laptops")),
                  List.of("device-approver"),
                  AT),
              AT),
          new Voucher.None(),
          new Voucher.Invalid()
        },
        new AlertMessage(alert(), null, "c2VhbA"),
        new DecisionMessage(
            List.of("act-1"),
            DecisionMessage.Choice.APPROVE,
            "dana",
            "because",
            "hash-1",
            "dec-1",
            "c2lnbmF0dXJl"),
        new DecisionAnswer(
            List.of(
                new DecisionAnswer.Item(
                    "act-1", DecisionAnswer.Result.ACCEPTED, APPROVED, "The decision counts"))),
        PendingAction.of(
                new PendingAction.Plea(
                    "act-1",
                    new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL),
                    Verdict.SUSPICIOUS,
                    "odd-process",
                    "Suspicious evidence always waits for a person",
                    List.of(),
                    "hash-1",
                    AT,
                    new Decision.Pending(AT.plusSeconds(604_800), List.of(GIVEN), 0),
                    TERMS,
                    "defender"),
                CaseKnowledge.none())
            .alsoIn(
                List.of(
                    new PendingAction.Elsewhere(
                        "inv-2", "The same again", "act-2", Verdict.MALICIOUS, "hash-2"))),
        new CaseOpening(
            "inv-1", "investigation/dev-1", "run-1", "Title", Severity.HIGH, "x", AT, null),
        CarriedCase.start(),
        new AlertReceipt("inv-1", "a1", true, 2),
        new CancelMessage("oscar", "mistake", true, "inv-1", "c2VhbA"),
        new ClassifyMessage(
            phishUrl().key().value(),
            null,
            Classification.FALSE_POSITIVE,
            Determination.NOT_MALICIOUS,
            "amy",
            "I looked",
            true,
            "inv-1",
            "c2VhbA"),
        report(),
        new UndoBrief[] {
          undoable(),
          new UndoBrief.OnlyHeld(
              ISOLATE,
              new UndoBrief.Ending(
                  "act-1",
                  "inv-1",
                  null,
                  List.of(),
                  new LedgerEvent.StatusChanged(
                      InvestigationStatus.PARTIALLY_REMEDIATED, "1 of 2 actions was undone"))),
          new UndoBrief.NotUndoable("It never ran")
        },
        new LetGo[] {
          new LetGo.TakeBack(undoable()),
          new LetGo.HeldByOthers("inv-1", List.of(new Holder("act-2", "inv-2"))),
          new LetGo.LeftAsItIs(new UndoBrief.Ending("act-1", "inv-1", null, List.of())),
          new LetGo.Nothing("It never ran")
        },
        new LettingGo("act-1", "undo-act-1", "undo/act-1"),
        new Claim[] {
          new Claim("act-1", "inv-1", HeldState.of(ISOLATE, null).orElseThrow(), false),
          new Claim("act-2", null, HeldState.of(ISOLATE, null).orElseThrow(), true)
        },
        new Claimed[] {
          new Claimed(false, List.of()), new Claimed(true, List.of(new Holder("act-2", "inv-2")))
        },
        new StateEnd(ISOLATE, List.of(new Holder("act-2", "inv-2"))),
        new RemediationWorkflow.Order(
            "act-1",
            ISOLATE,
            ActionSource.MANUAL_DEVICE_ACTION,
            "because",
            "inv-1",
            true,
            "act-0",
            "grp-1",
            "c2VhbA"),
        new Withdrawal("ann", "mistake", "c2VhbA"),
        new UndoWorkflow.Request("act-1", "mistake", "c2VhbA"));
  }

  private static UndoBrief.Undoable undoable() {
    return new UndoBrief.Undoable(
        ISOLATE,
        STATE,
        "inv-1",
        List.of("act-1", "act-2"),
        List.of(
            new UndoBrief.Ending(
                "act-1",
                "inv-1",
                "investigation/key-1",
                List.of(
                    new LedgerEvent.RemediationStatusChanged(
                        "device:" + LAPTOP_ID, RemediationStatus.UNREMEDIATED)))),
        false,
        "defender");
  }

  private static Alert alert() {
    return new Alert(
        "graph:da1",
        AlertSource.GRAPH_ALERT_V2,
        "dev-1",
        "Title",
        "Description",
        Severity.HIGH,
        "Malware",
        List.of("T1059.001"),
        "antivirus",
        AT,
        AT,
        everyKind()
            .map(
                e ->
                    Evidence.named(
                        e,
                        "graph:da1",
                        new Evidence.ReportedVerdict("vendor", Verdict.SUSPICIOUS, "detected")))
            .toList(),
        new AlertVersion("token:tok-1", "c1", 2, true, new AlertSize(7, 2_400)));
  }

  static Stream<Entity> everyKind() {
    return Stream.of(
        laptop(),
        downloadedFile(),
        processOnServer(),
        phishUrl(),
        new IpAddress("203.0.113.9"),
        phish(),
        phishCluster(),
        new Mailbox("megan@contoso.example", "Megan"),
        forwardingRule(),
        EveryAction.USER,
        new RegistryEntry(LAPTOP_ID, "HKLM", "Software\\Run", "x", "x.exe", "C:\\x.exe"),
        new ScheduledTask(LAPTOP_ID, "\\Updater", "C:\\x.exe"),
        new SystemService(LAPTOP_ID, "updater", "C:\\x.exe"),
        new Driver(LAPTOP_ID, "evil.sys", "C:\\evil.sys"),
        new OtherArtifact("oauthApplication", "app-1"));
  }

  private static Evidence evidence() {
    return Evidence.found(phishUrl(), Evidence.named(phish(), "a1", null), Role.SOURCE);
  }

  private static Examination examination() {
    return new Examination(
        phishUrl().key(),
        phishUrl(),
        List.of(
            ODD,
            Finding.clears("indicators", "ALLOWED", "It is allowed."),
            Finding.convicts("indicators", "BLOCKED", "It is blocked."),
            Finding.inconclusive("vendor", "NEW", "Nobody knows it."),
            Finding.blind("vendor", "DOWN", "It could not be asked.")),
        List.of(evidence()),
        List.of(ActionType.BLOCK_URL),
        List.of(),
        null,
        new Away("Could not look: 503", AT.plusSeconds(30)),
        List.of(new Doer("proxy", List.of(ActionType.BLOCK_URL))),
        List.of("4c4c4544", "web-01.contoso.example"));
  }

  private static Receipt[] receipts() {
    return new Receipt[] {
      new Receipt.None(),
      STATE,
      new Receipt.Messages(List.of(EveryAction.moved())),
      new Receipt.LockedAway("3395856ce81f2b7382dee72602f798b642f14140"),
      new Receipt.Risk("none", AT),
      new Receipt.Rule("megan@contoso.example", "AQAA", true, "{\"id\":\"AQAA\"}"),
      new Receipt.BlockEntry("{\"action\":\"Warn\"}", false)
    };
  }

  private static Outcome[] outcomes() {
    return new Outcome[] {
      new Outcome.Succeeded(STATE, "Seen"),
      new Outcome.AlreadyInState("It was so"),
      new Outcome.PartiallySucceeded(new Receipt.None(), "1 of 2"),
      new Outcome.Failed("DEVICE_OFFLINE_TOO_LONG", "It stayed away"),
      new Outcome.Unsupported("No connector"),
      new Outcome.Unknown(STATE, "Nobody knows"),
      new Outcome.HeldByOthers(List.of(new Holder("act-2", "inv-2"), new Holder("act-3", null))),
      new Outcome.HeldByOthers(List.of(new Holder("act-2", "inv-2")), "1 moved back"),
      new Outcome.ChangedSince("Somebody else isolated it since"),
      new Outcome.Unfinished("ticket-1", true, "It is offline")
    };
  }

  private static Decision[] decisions() {
    return new Decision[] {
      new Decision.NotNeeded(),
      new Decision.Pending(AT),
      new Decision.Pending(AT, List.of(GIVEN), 1),
      APPROVED,
      new Decision.Expired(AT),
      new Decision.Superseded("act-2", AT),
      new Decision.Superseded(null, Decision.Superseded.CANCELLED, AT)
    };
  }

  private static LedgerEvent[] events() {
    var assessment =
        new Assessment(
            evidence(), true, List.of(ODD), Verdict.SUSPICIOUS, List.of(ActionType.BLOCK_URL));
    return new LedgerEvent[] {
      new LedgerEvent.AlertAdded(
          "a1",
          AlertSource.QUAESTOR,
          "Title",
          Severity.LOW,
          List.of("T1059"),
          AT,
          "i1",
          "c1",
          1,
          null,
          "Its own words"),
      new LedgerEvent.AlertRevised(
          "a1",
          AlertSource.QUAESTOR,
          "Title",
          Severity.LOW,
          List.of("T1059"),
          AT,
          "i1",
          "c2",
          2,
          null,
          null),
      new LedgerEvent.EvidenceAssessed(assessment),
      new LedgerEvent.OrderAccepted(
          "act-1", ISOLATE, ActionSource.MANUAL_DEVICE_ACTION, "dana", "because", "act-0", "grp-1"),
      new LedgerEvent.ActionPlanned(
              "act-1",
              ISOLATE,
              ActionSource.AUTOMATED_DEVICE_ACTION,
              Gate.APPROVAL,
              "odd-process",
              "because",
              Verdict.SUSPICIOUS,
              "hash-1",
              new Decision.Pending(AT),
              "dana",
              "comment",
              "unsupported")
          .on(TERMS, List.of(new Person("token:pia", "pia")))
          .through("defender"),
      new LedgerEvent.ActionDecided("act-1", APPROVED),
      new LedgerEvent.ApprovalGiven("act-1", GIVEN, 1, 2),
      new LedgerEvent.Reminded("act-1", 1),
      new LedgerEvent.Escalated("act-1", 2, List.of("soc-leads")),
      new LedgerEvent.ActionPrepared("act-1", STATE, "defender"),
      new LedgerEvent.ActionProgressed("act-1", new Outcome.Succeeded(STATE, "Seen")),
      new LedgerEvent.UndoRequested("act-1", "undo-act-1", "dana", "mistake", true),
      new LedgerEvent.UndoProgressed("act-1", "undo-act-1", new Outcome.Failed("X", "It failed")),
      new LedgerEvent.MessageIgnored("decide", Decision.Channel.SIGNAL, "junk", "no decision"),
      new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "1 action waits"),
      new LedgerEvent.RemediationStatusChanged(
          "device:" + LAPTOP_ID, RemediationStatus.PENDING_APPROVAL),
      new LedgerEvent.CancelRequested("oscar", "mistake", true, true)
    };
  }

  private static InvestigationReport report() {
    return new InvestigationReport(
        "inv-1",
        InvestigationStatus.REMEDIATED,
        "Every action was carried out",
        Severity.HIGH,
        "Title",
        Verdict.MALICIOUS,
        List.of("a1"),
        List.of(Assessment.fresh(evidence())),
        List.of(
            new InvestigationReport.ActionReport(
                "act-1",
                ISOLATE,
                Gate.APPROVAL,
                "odd-process",
                "because",
                "hash-1",
                APPROVED,
                Execution.SUCCEEDED,
                "Seen")),
        AT,
        AT.plusSeconds(60),
        3,
        List.of(
            new AwaitedLook(
                phishUrl().key(),
                2,
                Duration.ofSeconds(45),
                AT.plusSeconds(30),
                "Could not look: 503",
                AwaitedLook.Phase.WAITING)),
        false);
  }
}
