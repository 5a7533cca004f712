package dev.quaestor.starter;

import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.indicator.IndicatorQuery;
import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.OrderTerms;
import dev.quaestor.ledger.StateEnd;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.starter.ledger.OutOfOrderException;
import dev.quaestor.starter.ledger.RemovedCaseException;
import dev.quaestor.wire.FailureType;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger as workflows reach it: one that has lost what they told it before is told again. */
record HealingActionCenter(ActionCenterActivities ledger, Healing healing)
    implements ActionCenterActivities {

  private static final Logger log = LoggerFactory.getLogger(HealingActionCenter.class);

  private <T> T healed(Supplier<T> call) {
    try {
      return call.get();
    } catch (OutOfOrderException gap) {
      var caller = Activity.getExecutionContext().getInfo();
      if (healing.gapOf(caller.getWorkflowId(), caller.getWorkflowRunId())) {
        return call.get();
      }
      throw gap;
    }
  }

  @Override
  public PolicySnapshot open(CaseOpening opening) {
    return ledger.open(opening);
  }

  @Override
  public void record(LedgerBatch batch) {
    try {
      healed(
          () -> {
            ledger.record(batch);
            return batch;
          });
    } catch (RemovedCaseException gone) {
      // Nobody would ever be able to record it: to try for ever helps nobody.
      log.warn("{}; what {} still tells is not kept", gone.getMessage(), batch.stream());
    }
  }

  @Override
  public List<IndicatorMatch> indicators(IndicatorQuery query) {
    return ledger.indicators(query);
  }

  @Override
  public byte @Nullable [] alert(String content) {
    return ledger.alert(content);
  }

  @Override
  public OrderTerms terms(String actionId) {
    return ledger.terms(actionId);
  }

  @Override
  public UndoBrief brief(String actionId) {
    return ledger.brief(actionId);
  }

  @Override
  public List<String> undone(String investigationId) {
    return ledger.undone(investigationId);
  }

  @Override
  public Claimed claim(Claim claim) {
    return ledger.claim(claim);
  }

  @Override
  public List<Claimed> begin(Undertaking undertaking) {
    try {
      return healed(() -> ledger.begin(undertaking));
    } catch (RemovedCaseException gone) {
      // Nothing is done that nobody records.
      throw ApplicationFailure.newNonRetryableFailure(
          gone.getMessage(), FailureType.NOT_FOUND.name());
    }
  }

  @Override
  public List<UndoBrief.Ending> ended(StateEnd end) {
    return ledger.ended(end);
  }

  @Override
  public LetGo letGo(LettingGo wish) {
    return ledger.letGo(wish);
  }
}
