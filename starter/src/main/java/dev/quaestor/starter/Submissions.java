package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.investigation.AlertReceipt;
import dev.quaestor.investigation.InvestigationStart;
import dev.quaestor.investigation.InvestigationWorkflow;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.starter.TemporalException.Kind;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.KnownAlert;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Starting investigations, and adding alerts to those that run. One a process: it remembers what
 * the ledger does not know yet.
 */
public final class Submissions {
  private static final Logger log = LoggerFactory.getLogger(Submissions.class);

  /** Refused updates are tried again this often: a run that is closing is gone by then. */
  private static final int CLOSING_TRIES = 8;

  /** So many cases of one thing may run side by side, each of which is as large as it may be. */
  private static final int FULL_CASES = 20;

  private static final Duration CLOSING_PAUSE = Duration.ofMillis(40);

  private final TemporalAccess temporal;
  private final Ledger ledger;
  private final MessageSigner signer;
  private final BooleanSupplier searchAttributes;
  private final boolean namesHidden;
  private final HostQuestion hosts;
  private final RecentAlerts recent = new RecentAlerts(System::nanoTime);

  /**
   * @param searchAttributes whether the server knows ours; a start that names others is refused
   * @param namesHidden whether none of them may name a device or a mailbox
   */
  Submissions(
      TemporalAccess temporal,
      Ledger ledger,
      MessageSigner signer,
      HostQuestion hosts,
      BooleanSupplier searchAttributes,
      boolean namesHidden) {
    this.temporal = temporal;
    this.ledger = ledger;
    this.signer = signer;
    this.hosts = hosts;
    this.searchAttributes = searchAttributes;
    this.namesHidden = namesHidden;
  }

  /**
   * An alert and the investigation it is part of.
   *
   * @param joined whether that investigation was there before, or knew the alert already
   * @param version the number of what the alert says now
   * @param ended whether that investigation knew it and has ended, so that nothing is looked at
   */
  public record Submitted(
      String alertId,
      String investigationId,
      String workflowId,
      String runId,
      boolean joined,
      int version,
      boolean ended) {}

  /**
   * Many alerts at once: those of one thing one after the other, because they meet in one workflow,
   * and different things side by side.
   *
   * @param by see {@link #submit(Alert, Author)}
   * @return one answer each, in the alerts' order
   * @throws RuntimeException the first failure, after the others have been tried
   */
  public List<Submitted> submit(List<Alert> alerts, Author by) {
    hosts.ask(alerts);
    var answers = new Submitted[alerts.size()];
    var lanes = new LinkedHashMap<String, List<Integer>>();
    IntStream.range(0, alerts.size())
        .forEach(
            i ->
                lanes
                    .computeIfAbsent(alerts.get(i).correlationKey(), k -> new ArrayList<>())
                    .add(i));
    ParallelCalls.each(
        List.copyOf(lanes.values()),
        lane -> {
          lane.forEach(i -> answers[i] = submitKnown(alerts.get(i), by));
          return lane;
        });
    return List.of(answers);
  }

  /**
   * Starts an investigation of an alert, or adds the alert to the one that runs. The same alert
   * again is answered with the same ids, unless its case ended without having looked at all of it:
   * then it goes where any new alert would. Other content under an id that its sender used before
   * is a new version of that alert: it goes to the case that has the one before it while that runs,
   * and else where any new alert would: to the open case of its device or message, or of what it
   * shares with the alerts there ({@link AlertThreads}).
   *
   * @param by who sends it: their id tells their alerts from others', their remit what may follow
   * @throws TemporalException when Temporal cannot be reached or no worker answers in time; what
   *     was accepted by then goes on
   */
  public Submitted submit(Alert read, Author by) {
    hosts.ask(List.of(read));
    return submitKnown(read, by);
  }

  private Submitted submitKnown(Alert read, Author by) {
    var content = AlertContent.of(read);
    var alert = read.with(AlertVersion.whole(by.id(), content.hash()));
    var said = ledger.alertSaid(alert.identity(), alert.version().content());
    var undone = said.filter(KnownAlert::leftUndone);
    return said.filter(known -> !known.leftUndone())
        .map(known -> answer(alert, known))
        .orElseGet(
            () ->
                recent.once(
                    alert,
                    undone.map(KnownAlert::investigationId),
                    before -> {
                      var next = next(alert, before, undone, by);
                      var answer = addWhereRoomIs(next, content, by);
                      lead(alert, by, next.correlationKey(), answer);
                      return answer;
                    }));
  }

  /** Who may not act everywhere draws nobody else's alerts into a case by naming what they name. */
  private static List<String> threads(Alert alert, Author by) {
    var threads = AlertThreads.of(alert);
    return threads.isEmpty() || by.remit().covers(Remit.EVERYWHERE)
        ? threads
        : threads.subList(0, 1);
  }

  /** Where it meets the alerts that name the same things. */
  private Alert met(Alert alert, Author by) {
    var threads = threads(alert, by);
    return threads.isEmpty()
        ? alert
        : alert.correlatedBy(ledger.meet(alert.correlationKey(), threads, Instant.now()));
  }

  /** Those that come later find where it went. */
  private void lead(Alert alert, Author by, String key, Submitted answer) {
    var threads = threads(alert, by);
    if (!threads.isEmpty()) {
      ledger.lead(alert.correlationKey(), threads, key, answer.investigationId(), Instant.now());
    }
  }

  private static Submitted answer(Alert alert, KnownAlert known) {
    return new Submitted(
        alert.alertId(),
        known.investigationId(),
        known.workflowId(),
        known.runId(),
        true,
        known.version(),
        known.ended());
  }

  /**
   * The alert in its place among its versions.
   *
   * @param before the answer to the version before it, if it was given here a moment ago
   * @param undone where this very word was heard before, in vain
   */
  private Alert next(
      Alert alert, Optional<Submitted> before, Optional<KnownAlert> undone, Author by) {
    var recorded = ledger.latestOfAlert(alert.identity());
    var hasEnded = recorded.filter(KnownAlert::ended).map(KnownAlert::investigationId);
    var latest = before.or(() -> recorded.map(known -> answer(alert, known)));
    if (latest.isEmpty()) {
      return met(alert, by);
    }
    var number =
        undone
            .map(KnownAlert::version)
            .filter(version -> version == latest.get().version())
            .orElse(latest.get().version() + 1);
    var numbered = alert.with(alert.version().numbered(number));
    return hasEnded.filter(latest.get().investigationId()::equals).isPresent()
        ? met(numbered, by)
        : numbered.correlatedBy(WorkflowIds.correlationKey(latest.get().workflowId()));
  }

  /** Whether an investigation was started here so lately that the ledger may not know it yet. */
  public boolean isRecent(String investigationId) {
    return recent.knows(investigationId);
  }

  /**
   * Where there is room: whoever makes a case large neither keeps out nor ends what is said of the
   * same thing.
   */
  private Submitted addWhereRoomIs(Alert alert, AlertContent content, Author by) {
    if (content.isLarge()) {
      ledger.keepAlert(content.hash(), content.body());
    }
    var key = alert.correlationKey();
    return IntStream.rangeClosed(1, FULL_CASES)
        .mapToObj(n -> n == 1 ? alert : alert.correlatedBy(key + "~" + n))
        .flatMap(here -> addUntilTaken(here, content.isLarge(), by).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new TemporalException(
                    Kind.REFUSED, "all investigations of the same thing are full", null));
  }

  /** Empty when the case that runs has no room for it. */
  private Optional<Submitted> addUntilTaken(Alert alert, boolean isLarge, Author by) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(temporal.call(() -> addOrStart(alert, isLarge, by)));
      } catch (WorkflowUpdateException | WorkflowNotFoundException | WorkflowServiceException e) {
        if (says(e, InvestigationWorkflow.FULL)) {
          return Optional.empty();
        }
        if (!isClosing(e)) {
          throw e instanceof WorkflowUpdateException
              ? new TemporalException(Kind.REFUSED, "the alert was not accepted", e)
              : e;
        }
        if (attempt == CLOSING_TRIES) {
          throw new TemporalException(
              Kind.CLOSING, "the investigation was closing while the alert came in", e);
        }
        pause(CLOSING_PAUSE.multipliedBy(attempt));
      }
    }
  }

  /**
   * The next try starts the next run. SDK 1.38 loses the type of what a validator throws, so that
   * its message, which is a constant of the contract, must do.
   */
  private static boolean isClosing(RuntimeException e) {
    return e instanceof WorkflowNotFoundException
        // The run ended between the look-up and the update of one update-with-start.
        || (e.getCause() instanceof StatusRuntimeException status
            && (status.getStatus().getCode() == Status.Code.NOT_FOUND
                || status.getStatus().getCode() == Status.Code.ABORTED))
        || says(e, InvestigationWorkflow.CLOSING);
  }

  private static boolean says(RuntimeException e, String constant) {
    return e.getCause() != null && String.valueOf(e.getCause().getMessage()).contains(constant);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException(Kind.NO_ANSWER, "interrupted while waiting", e);
    }
  }

  private Submitted addOrStart(Alert alert, boolean isLarge, Author by) {
    if (searchAttributes.getAsBoolean()) {
      try {
        return addOrStart(alert, isLarge, by, true);
      } catch (WorkflowServiceException e) {
        if (!isRefusedAsInvalid(e)) {
          throw e;
        }
        // For a minute after they were registered not every host of a server knows them.
        log.warn("Temporal refuses the start of a case with search attributes: tried without", e);
      }
    }
    return addOrStart(alert, isLarge, by, false);
  }

  private static boolean isRefusedAsInvalid(RuntimeException e) {
    return e.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.INVALID_ARGUMENT;
  }

  private Submitted addOrStart(Alert alert, boolean isLarge, Author by, boolean withAttributes) {
    var workflowId = WorkflowIds.investigation(alert.correlationKey());
    var options =
        TemporalAccess.options(TaskQueues.INVESTIGATION, workflowId, alert.title())
            .setStaticDetails(StartDetails.details(alert, by.name()));
    if (withAttributes) {
      options.setTypedSearchAttributes(StartDetails.searchAttributes(alert, namesHidden));
    }
    var policy = ledger.policyForStart();
    var text = policy.map(QuaestorJson.mapper()::writeValueAsString).orElse(null);
    // Each try anew: a seal counts only around the start of the run that it is for.
    var message =
        signer.sign(
            workflowId,
            new AlertMessage(
                isLarge ? alert.withoutBody() : alert, text == null ? null : Sha256.of(text), null),
            by);
    // In both, the start and the update: a server that dies at the wrong moment loses the update.
    var start = new InvestigationStart(message, withAttributes, namesHidden, text, null);
    var submitted =
        started(options, start)
            .map(
                runId ->
                    new Submitted(
                        alert.alertId(),
                        InvestigationStart.caseOf(runId),
                        workflowId,
                        runId,
                        false,
                        alert.version().number(),
                        false))
            .orElseGet(() -> UpdateTurns.inTurn(workflowId, () -> added(options, message, start)));
    policy
        .filter(pinned -> isBegunBy(submitted))
        .ifPresent(pinned -> begun(submitted, alert, by, pinned.revision()));
    return submitted;
  }

  /** Else it joined, or it came too late for the case that runs and is the next one's. */
  private static boolean isBegunBy(Submitted submitted) {
    return !submitted.joined()
        && submitted.investigationId().equals(InvestigationStart.caseOf(submitted.runId()));
  }

  /**
   * The start says all that there is to say: whoever starts a case is not made to wait for a
   * worker.
   *
   * @return the id of its run; empty when there is one already
   */
  private Optional<String> started(WorkflowOptions.Builder options, InvestigationStart start) {
    var alone =
        options
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .build();
    var workflow = temporal.client().newWorkflowStub(InvestigationWorkflow.class, alone);
    try {
      return Optional.of(WorkflowClient.start(workflow::investigate, start).getRunId());
    } catch (WorkflowExecutionAlreadyStarted running) {
      return Optional.empty();
    }
  }

  /** To the one that runs; or to a new one, if that has ended by now. */
  private Submitted added(
      WorkflowOptions.Builder options, AlertMessage message, InvestigationStart start) {
    var shared =
        options
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    var workflow = temporal.client().newWorkflowStub(InvestigationWorkflow.class, shared);
    AlertReceipt receipt =
        WorkflowClient.executeUpdateWithStart(
            workflow::addAlert,
            message,
            UpdateOptions.newBuilder(AlertReceipt.class)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            new WithStartWorkflowOperation<>(workflow::investigate, start));
    return new Submitted(
        message.alert().alertId(),
        receipt.investigationId(),
        shared.getWorkflowId(),
        WorkflowStub.fromTyped(workflow).getExecution().getRunId(),
        receipt.joined(),
        receipt.version(),
        false);
  }

  /** It runs already, and its own first record opens it as well. */
  private void begun(Submitted submitted, Alert alert, Author by, int revision) {
    try {
      ledger.opened(
          new CaseOpening(
              submitted.investigationId(),
              submitted.workflowId(),
              submitted.runId(),
              alert.title(),
              alert.severity(),
              by.name(),
              Instant.now(),
              revision));
    } catch (DataAccessException | TransactionException away) {
      log.warn("{} is seen only when it records something", submitted.investigationId(), away);
    }
  }
}
