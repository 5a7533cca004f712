package dev.quaestor.tools.bench;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** As many steps as an investigation, and no thought. */
@WorkflowInterface
public interface BareWorkflow {

  @WorkflowMethod(name = "BenchBare")
  Parcel run(Parcel start);

  /** Stands in for the alert that comes with the start. */
  @UpdateMethod(name = "addAlert")
  Parcel addAlert(Parcel alert);

  /** Stands in for the approver's decision. */
  @UpdateMethod(name = "decide")
  Parcel decide(Parcel decision);
}
