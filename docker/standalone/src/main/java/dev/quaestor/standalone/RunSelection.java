package dev.quaestor.standalone;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which runs new code has to fit before it takes over: those that are open, which it will go on
 * with, and those that ended lately, which show it paths that no open one is on.
 *
 * @param types names of workflow types; others in the namespace are somebody else's
 * @param since also those that ended at or after this time; null for open ones only
 */
record RunSelection(List<String> types, @Nullable Instant since) {
  /** As Temporal's lists take it. */
  String query() {
    var named = types.stream().map(t -> "'" + t + "'").collect(Collectors.joining(", "));
    var open = "ExecutionStatus = 'Running'";
    return "WorkflowType IN (%s) AND %s"
        .formatted(
            named, since == null ? open : "(%s OR CloseTime >= '%s')".formatted(open, since));
  }

  /**
   * In the server's order, page by page as they are taken.
   *
   * @throws io.grpc.StatusRuntimeException when there is no server, or one that keeps no lists
   */
  Stream<WorkflowExecution> in(WorkflowClient client) {
    return client.listExecutions(query()).map(WorkflowExecutionMetadata::getExecution);
  }
}
