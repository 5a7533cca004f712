package dev.quaestor.investigation;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.board.CaseAction;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.call.RemediationRun;
import dev.quaestor.call.UndoRun;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.UndoBrief;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Carries out what the case decided, each action beside the others, and takes it back. */
final class CaseRemediation {
  private final CaseFile file;
  private final LedgerFeed ledger;

  /** Whether the ledger is being asked what was taken back, and whether it must be asked again. */
  private boolean asking;

  private boolean toldMeanwhile;

  CaseRemediation(CaseFile file, LedgerFeed ledger) {
    this.file = file;
    this.ledger = ledger;
  }

  void act(List<CaseAction> actions) {
    file.fold((s, now) -> s.begun(actions, now));
    var claiming = actions.stream().filter(a -> claim(a).isPresent()).toList();
    var others = actions.stream().filter(a -> !claiming.contains(a)).toList();
    if (claiming.isEmpty()) {
      others.forEach(a -> begin(a, null));
    } else {
      claimAndBegin(claiming, others);
    }
  }

  /**
   * @param others claim nothing, and begin in one task with the first that do
   */
  private void claimAndBegin(List<CaseAction> claiming, List<CaseAction> others) {
    var claims = claiming.stream().map(a -> claim(a).orElseThrow()).toList();
    var asked = 0;
    while (asked < claims.size()) {
      var at = asked;
      var together = LedgerFeed.claimable(claims.subList(at, claims.size()));
      ledger.claim(
          together,
          claimed -> {
            IntStream.range(0, claimed.size())
                .forEach(i -> begin(claiming.get(at + i), claimed.get(i)));
            if (at == 0) {
              others.forEach(a -> begin(a, null));
            }
          });
      asked += together.size();
    }
  }

  private void begin(CaseAction action, @Nullable Claimed claimed) {
    file.inBackground(() -> carryOut(action, claimed));
  }

  private Optional<Claim> claim(CaseAction action) {
    return RemediationRun.claim(command(action));
  }

  private RemediationActivities.Command command(CaseAction action) {
    var caseId = file.state().investigationId();
    var comment = "Investigation %s, rule %s".formatted(caseId, action.plan().ruleId());
    return new RemediationActivities.Command(
            action.actionId(), caseId, action.action(), comment, null)
        .through(action.plan().connector());
  }

  private void carryOut(CaseAction action, @Nullable Claimed claimed) {
    var id = action.actionId();
    var run =
        new RemediationRun(
            giveUpAfter(),
            () -> file.state().isStopped(),
            new RemediationRun.Listener() {
              @Override
              public void prepared(Receipt receipt, @Nullable String connector) {
                var recorded = new LedgerEvent.ActionPrepared(id, receipt, connector);
                file.fold((s, now) -> s.prepared(recorded, now));
              }

              @Override
              public void unfinished(Outcome.Unfinished outcome) {
                file.fold((s, now) -> s.progressed(id, outcome, now));
              }

              @Override
              public void over(List<UndoBrief.Ending> ends, Outcome how) {
                UndoRun.over(id, ends, how, tellingOthers(LedgerStream.ofAction(id)));
              }
            });
    var outcome = run.run(command(action), claimed);
    file.fold((s, now) -> s.progressed(id, outcome, now));
  }

  /**
   * One after the other: what was done last stands on what was done before. The ledger is told all
   * before it is asked: what was taken back already, or others want, it knows and the case does
   * not.
   */
  void rollBack(List<CaseAction> newestFirst) {
    file.fold(InvestigationState::rollingBack);
    var wish = Objects.requireNonNull(file.state().course().stop());
    Workflow.newDetachedCancellationScope(
            () -> {
              ledger.flushAll();
              var others = LedgerStream.ofThisRun(null);
              newestFirst.forEach(action -> undo(action, wish, others));
            })
        .run();
  }

  private void undo(CaseAction action, CaseStop wish, LedgerStream others) {
    var caseId = file.state().investigationId();
    UndoRun.run(
        new LedgerEvent.UndoRequested(
            action.actionId(),
            "undo-" + action.actionId(),
            wish.person(),
            wish.comment(),
            wish.verified()),
        "Rollback of investigation " + caseId,
        giveUpAfter(),
        () -> false,
        tellingOthers(others));
  }

  /** What becomes of its own evidence the case says itself. */
  private UndoRun.Listener tellingOthers(LedgerStream others) {
    var caseId = file.state().investigationId();
    return new UndoRun.Listener() {
      @Override
      public void tell(@Nullable String ofCase, LedgerEvent event) {
        if (!isItself(ofCase)) {
          others.record(ofCase, event);
        } else if (!(event instanceof LedgerEvent.RemediationStatusChanged)) {
          CaseRemediation.this.tell(event);
        }
      }

      @Override
      public boolean isItself(@Nullable String investigationId) {
        return caseId.equals(investigationId);
      }
    };
  }

  /**
   * Somebody says that something was taken back; what, only the ledger says. Who says so while it
   * is being asked is answered by asking once more.
   */
  void takenBack() {
    toldMeanwhile = true;
    if (asking || file.state().policy() == null) {
      return;
    }
    asking = true;
    Workflow.newDetachedCancellationScope(
            () -> {
              while (toldMeanwhile) {
                toldMeanwhile = false;
                var undone = LedgerStream.actionCenter().undone(file.state().investigationId());
                file.fold((s, now) -> s.undone(undone, now));
              }
            })
        .run();
    asking = false;
    ledger.flushWhenDue();
  }

  private Duration giveUpAfter() {
    return file.state().pinned().policy().limits().giveUpAfter();
  }

  private void tell(LedgerEvent event) {
    file.fold((s, now) -> s.undoing(event, now));
    ledger.flushWhenDue();
  }
}
