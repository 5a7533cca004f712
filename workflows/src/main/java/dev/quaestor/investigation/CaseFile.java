package dev.quaestor.investigation;

import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a running case is kept, and the work that goes on beside its main line. For
 * use inside the workflow only: between two waits nobody else changes it.
 */
final class CaseFile {
  private InvestigationState state;
  private @Nullable RuntimeException defect;

  CaseFile(InvestigationState state) {
    this.state = state;
  }

  InvestigationState state() {
    return state;
  }

  /** Folds something that happened, into the state as it is now and not as it was before a wait. */
  void fold(BiFunction<InvestigationState, Instant, InvestigationState> happened) {
    state = happened.apply(state, now());
  }

  /**
   * Detached, because a cancelled workflow must finish what it has begun; and a defect in it must
   * stop the workflow where everybody sees it, and not vanish in a promise that nobody reads.
   */
  void inBackground(Functions.Proc work) {
    Workflow.newDetachedCancellationScope(
            () ->
                Async.procedure(work)
                    .handle(
                        (done, failure) -> {
                          defect = failure == null ? defect : failure;
                          return done;
                        }))
        .run();
  }

  boolean isDefective() {
    return defect != null;
  }

  void throwDefect() {
    if (defect != null) {
      throw defect;
    }
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
