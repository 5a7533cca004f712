package dev.quaestor.start;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are read: those that are open, and those that ended lately.
 *
 * @param types names of workflow types; others in the namespace are somebody else's
 * @param since also those that ended at or after this time; null for open ones only
 */
public record RunSelection(List<String> types, @Nullable Instant since) {
  public RunSelection {
    types = List.copyOf(types);
  }

  /** As Temporal's lists take it. */
  String query() {
    var named = types.stream().map(t -> "'" + t + "'").collect(Collectors.joining(", "));
    var open = "ExecutionStatus = 'Running'";
    return "WorkflowType IN (%s) AND %s"
        .formatted(
            named, since == null ? open : "(%s OR CloseTime >= '%s')".formatted(open, since));
  }
}
