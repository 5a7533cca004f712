package dev.quaestor.investigation;

import dev.quaestor.board.CaseAction;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.ledger.InvestigationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an investigation does next. Decided by {@link InvestigationState#next}, performed by the
 * workflow.
 */
sealed interface Step {

  /** Fetch what an alert says that was not sent along. */
  record Hear(String alertId, String content) implements Step {}

  /** Open the case in the ledger and pin the policy. */
  record Open() implements Step {}

  /** Look at these; several batches at once, when there are many. */
  record Examine(List<Evidence> batch) implements Step {}

  /** Ask the planner what the policy wants now. */
  record Plan() implements Step {}

  /** Carry these out, each in its lane. */
  record Act(List<CaseAction> actions) implements Step {}

  /** Take back what was done, newest first. */
  record RollBack(List<CaseAction> newestFirst) implements Step {}

  /** Nothing to do until something comes, or until then. */
  record Wait(Optional<Instant> deadline) implements Step {}

  /** All is settled. */
  record Close(InvestigationStatus status, String because) implements Step {}
}
