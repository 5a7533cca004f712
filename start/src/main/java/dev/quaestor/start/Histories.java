package dev.quaestor.start;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * What Temporal has kept of our workflows. Reads only, page by page, so that however much there is,
 * one page of each is held.
 */
public interface Histories {

  /**
   * The runs of a selection, in the server's order; each run of a chain is one.
   *
   * @throws io.grpc.StatusRuntimeException when there is no server, or one that keeps no lists
   */
  Stream<WorkflowExecution> runs(RunSelection selection);

  /**
   * What happened in one run, from its first event on; nothing when it is gone, as what has ended
   * is some day.
   *
   * @param run its workflow, and which run of it; without one the latest
   * @throws io.grpc.StatusRuntimeException when the server cannot be asked, also while it is read
   */
  Iterator<HistoryEvent> events(WorkflowExecution run);

  /** Those of a server. */
  static Histories at(WorkflowServiceStubs stubs, String namespace) {
    return new KeptHistories(stubs, namespace);
  }
}
