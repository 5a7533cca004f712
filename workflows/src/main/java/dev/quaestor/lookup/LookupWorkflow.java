package dev.quaestor.lookup;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One question, of a person or of the intake: {@code lookup/<id>}. */
@WorkflowInterface
public interface LookupWorkflow {

  /**
   * Asks, and tries again for a short while.
   *
   * @return the answer; a back end that stays away is a {@link LookupAnswer.Refused}, never a
   *     failed workflow
   */
  @WorkflowMethod(name = "Lookup")
  LookupAnswer lookUp(LookupRequest request);
}
