package dev.quaestor.starter;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.investigation.AlertReceipt;
import dev.quaestor.investigation.InvestigationReport;
import dev.quaestor.investigation.InvestigationStart;
import dev.quaestor.investigation.InvestigationWorkflow;
import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.order.UndoWorkflowImpl;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Workflows that behave as the contracts say and do nothing else: each alert on a device has its
 * isolation wait for a decision; an undo fails where a test wants it to.
 */
public final class FakeWorkflows {
  /** Correlation keys whose cases end without having looked at anything. */
  static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

  /** Correlation keys whose next update is refused once, as by a run that is closing. */
  static final Set<String> CLOSING_ONCE = ConcurrentHashMap.newKeySet();

  /** How the title begins of an alert that is about something Malicious. */
  public static final String SURELY = "Surely ";

  /** Alerts as they first came, by their id. */
  private static final Map<String, CompletableFuture<Alert>> HEARD = new ConcurrentHashMap<>();

  /** Actions whose undo fails the first time. */
  public static final Set<String> UNDO_FAILS_ONCE = ConcurrentHashMap.newKeySet();

  private FakeWorkflows() {}

  /** The alert as a workflow heard it; whoever starts one does not wait until it has begun. */
  static Alert heard(String alertId) {
    return HEARD
        .computeIfAbsent(alertId, id -> new CompletableFuture<>())
        .orTimeout(15, TimeUnit.SECONDS)
        .join();
  }

  private static ActionCenterActivities ledger() {
    return Workflow.newActivityStub(
        ActionCenterActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.ACTION_CENTER)
            .setStartToCloseTimeout(Duration.ofSeconds(10))
            .build());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /** Writes one stream. */
  private static final class Pen {
    private final ActionCenterActivities ledger = ledger();
    private final String stream;
    private final String investigationId;
    private long seq;

    Pen(String stream, String investigationId) {
      this.stream = stream;
      this.investigationId = investigationId;
    }

    void write(LedgerEvent... events) {
      var entries = new ArrayList<LedgerEntry>();
      for (var event : events) {
        entries.add(new LedgerEntry(++seq, now(), event));
      }
      ledger.record(new LedgerBatch(stream, investigationId, entries));
    }
  }

  public static final class Investigating implements InvestigationWorkflow {
    private final String id =
        InvestigationStart.caseOf(Workflow.getInfo().getFirstExecutionRunId());
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final List<Alert> revised = new ArrayList<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Map<String, RemediationAction> actions = new LinkedHashMap<>();
    private final Pen pen;
    private PolicySnapshot policy;
    private int told;
    private boolean cancelled;

    @WorkflowInit
    public Investigating(InvestigationStart start) {
      this.pen = new Pen(id, id);
      if (start.alert() != null) {
        add(start.alert().alert());
      }
    }

    private void add(Alert alert) {
      HEARD.computeIfAbsent(alert.alertId(), id -> new CompletableFuture<>()).complete(alert);
      if (alerts.values().stream().anyMatch(a -> a.identity().equals(alert.identity()))) {
        revised.add(alert);
      }
      alerts.putIfAbsent(alert.identity() + alert.version().content(), alert);
    }

    @Override
    public InvestigationReport investigate(InvestigationStart start) {
      Workflow.await(() -> !alerts.isEmpty());
      var first = alerts.values().iterator().next();
      var info = Workflow.getInfo();
      policy =
          ledger()
              .open(
                  new CaseOpening(
                      id,
                      info.getWorkflowId(),
                      info.getRunId(),
                      first.title(),
                      first.severity(),
                      "tester",
                      now(),
                      null));
      do {
        while (told < alerts.size()) {
          tell(List.copyOf(alerts.values()).get(told++));
        }
        Workflow.await(() -> told < alerts.size() || allDecided() || cancelled);
        Workflow.await(Workflow::isEveryHandlerFinished);
      } while (told < alerts.size());
      var end = cancelled ? InvestigationStatus.TERMINATED_BY_USER : InvestigationStatus.REMEDIATED;
      if (alerts.values().stream().map(Alert::correlationKey).anyMatch(FAILING::contains)) {
        end = InvestigationStatus.FAILED;
      }
      pen.write(new LedgerEvent.StatusChanged(end, "Nothing is left to do."));
      return report();
    }

    private boolean allDecided() {
      return decisions.values().stream().noneMatch(Decision.Pending.class::isInstance);
    }

    private void tell(Alert alert) {
      pen.write(revised.contains(alert) ? LedgerEvent.AlertRevised.of(added(alert)) : added(alert));
      for (var evidence : alert.evidence()) {
        pen.write(new LedgerEvent.EvidenceAssessed(Assessment.fresh(evidence)));
        if (evidence.entity() instanceof Device device) {
          propose(alert, new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL));
        }
      }
      pen.write(new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "It waits."));
    }

    private static LedgerEvent.AlertAdded added(Alert alert) {
      return new LedgerEvent.AlertAdded(
          alert.alertId(),
          alert.source(),
          alert.title(),
          alert.severity(),
          alert.techniques(),
          alert.createdAt(),
          alert.identity(),
          alert.version().content(),
          alert.version().number(),
          null,
          null);
    }

    private void propose(Alert alert, RemediationAction action) {
      var id = "act-" + PlanHash.shortId(alert.alertId());
      var verdict = alert.title().startsWith(SURELY) ? Verdict.MALICIOUS : Verdict.SUSPICIOUS;
      var hash = PlanHash.of(action, verdict.name(), policy.revision(), null);
      var pending = new Decision.Pending(now().plus(Duration.ofDays(7)));
      decisions.put(id, pending);
      hashes.put(id, hash);
      actions.put(id, action);
      pen.write(
          new LedgerEvent.ActionPlanned(
              id,
              action,
              ActionSource.AUTOMATED_DEVICE_ACTION,
              Gate.APPROVAL,
              "rule-1",
              "Suspicious always waits.",
              verdict,
              hash,
              pending,
              null,
              null,
              null));
    }

    @Override
    public AlertReceipt addAlert(AlertMessage message) {
      var alert = message.alert();
      boolean joined = alerts.values().stream().anyMatch(a -> !a.equals(alert));
      add(alert);
      return new AlertReceipt(id, alert.alertId(), joined, alert.version().number());
    }

    @Override
    public void refuseAlertWhenClosing(AlertMessage message) {
      if (CLOSING_ONCE.remove(message.alert().correlationKey())) {
        throw ApplicationFailure.newNonRetryableFailure(CLOSING, CLOSING);
      }
    }

    @Override
    public void refuseUnusable(DecisionMessage decision) {}

    @Override
    public DecisionAnswer decide(DecisionMessage message) {
      var items = message.actionIds().stream().map(id -> decideOne(id, message)).toList();
      return new DecisionAnswer(items);
    }

    private DecisionAnswer.Item decideOne(String id, DecisionMessage message) {
      var standing = decisions.get(id);
      if (!(standing instanceof Decision.Pending)) {
        return new DecisionAnswer.Item(
            id, DecisionAnswer.Result.ALREADY_DECIDED, standing, "Somebody was first.");
      }
      if (message.planHash() != null && !message.planHash().equals(hashes.get(id))) {
        return new DecisionAnswer.Item(
            id, DecisionAnswer.Result.STALE_PLAN, standing, "Another plan.");
      }
      if (message.signature() == null) {
        return new DecisionAnswer.Item(
            id, DecisionAnswer.Result.UNSIGNED, standing, "Nobody vouches for it.");
      }
      boolean approved = message.verdict() == DecisionMessage.Choice.APPROVE;
      var decision =
          new Decision.ByPerson(
              approved,
              message.approver(),
              true,
              Decision.Channel.UPDATE,
              message.comment(),
              message.decisionId(),
              now());
      decisions.put(id, decision);
      pen.write(new LedgerEvent.ActionDecided(id, decision));
      if (approved) {
        var wanted = HeldState.of(Objects.requireNonNull(actions.get(id)), null).orElseThrow();
        ledger().claim(new Claim(id, this.id, wanted, false));
        pen.write(
            new LedgerEvent.ActionPrepared(id, new Receipt.State(false)),
            new LedgerEvent.ActionProgressed(
                id, new Outcome.Succeeded(new Receipt.State(false), "The device is isolated.")));
      }
      return new DecisionAnswer.Item(id, DecisionAnswer.Result.ACCEPTED, decision, "Done.");
    }

    @Override
    public void decideBySignal(RawValue decision) {}

    @Override
    public void classify(RawValue classification) {}

    @Override
    public void cancel(RawValue message) {
      cancelled = true;
    }

    @Override
    public void takenBack() {}

    @Override
    public InvestigationReport report() {
      return new InvestigationReport(
          id,
          InvestigationStatus.RUNNING,
          "It runs.",
          Severity.LOW,
          "fake",
          Verdict.UNKNOWN,
          alerts.values().stream().map(Alert::alertId).toList(),
          List.of(),
          List.of(),
          now(),
          null,
          1,
          List.of(),
          false);
    }

    @Override
    public List<PendingAction> pendingActions() {
      return List.of();
    }
  }

  /** The real one, but for those that are to fail. */
  public static final class Undoing implements UndoWorkflow {
    @Override
    public Outcome undo(Request request) {
      return UNDO_FAILS_ONCE.remove(request.actionId())
          ? failed(request)
          : new UndoWorkflowImpl().undo(request);
    }

    private static Outcome failed(Request request) {
      var info = Workflow.getInfo();
      var undoId = info.getWorkflowId() + "/" + info.getRunId();
      var pen = new Pen(undoId, null);
      pen.write(
          new LedgerEvent.UndoRequested(
              request.actionId(),
              undoId,
              "tester",
              request.comment(),
              request.signature() != null));
      var outcome = new Outcome.Failed("BACK_END_DOWN", "The back end did not answer.");
      pen.write(new LedgerEvent.UndoProgressed(request.actionId(), undoId, outcome));
      // Long enough to be asked for again while this try has not ended yet.
      Workflow.sleep(Duration.ofMillis(500));
      return outcome;
    }
  }
}
