package dev.quaestor.tools.bench;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** As many steps as an investigation, and no thought. */
@WorkflowInterface
public interface BareWorkflow {

  /**
   * @param start stands in for the alert that it carries
   */
  @WorkflowMethod(name = "BenchBare")
  Parcel run(Parcel start);

  /** Stands in for the approver's decision. */
  @UpdateMethod(name = "decide")
  Parcel decide(Parcel decision);
}
