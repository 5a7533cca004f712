package dev.quaestor.standalone;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is written down for good: the ledger's tables and Temporal's histories, past the API. */
final class Records implements AutoCloseable {
  private static final List<String> TABLES =
      List.of("investigation", "alert", "evidence", "action", "ledger_event", "policy_revision");

  private final String ledger;
  private final WorkflowServiceStubs temporal;

  /**
   * @param state the folder of the ledger; its file may be open in this process only
   */
  Records(Path state, String temporalTarget) {
    this.ledger =
        "jdbc:h2:file:"
            + state.resolve("ledger")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE";
    this.temporal =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporalTarget).build());
  }

  /** Rows by table, and workflows. */
  Map<String, Long> counts() {
    var counts = new LinkedHashMap<String, Long>();
    for (var table : TABLES) {
      counts.put(table, Long.parseLong(query("select count(*) from " + table).getFirst()));
    }
    counts.put("workflows", (long) executions().size());
    return counts;
  }

  /** The same, when nothing moves any longer: what earlier tests began may still be going on. */
  Map<String, Long> settledCounts() {
    var last = counts();
    for (int i = 0; i < 100; i++) {
      pause();
      var now = counts();
      if (now.equals(last)) {
        return now;
      }
      last = now;
    }
    return last;
  }

  /** The whole ledger as text. */
  String ledger() {
    return String.join("\n", query("script nopasswords nosettings"));
  }

  /** Every history as text, the payloads' bytes included. */
  String histories() {
    var text = new StringBuilder();
    executions().forEach(e -> text.append(history(e)));
    return text.toString();
  }

  private String history(WorkflowExecution execution) {
    return temporal
        .blockingStub()
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace("default")
                .setExecution(execution)
                .build())
        .getHistory()
        .toByteString()
        .toString(StandardCharsets.ISO_8859_1);
  }

  private List<WorkflowExecution> executions() {
    var open =
        temporal
            .blockingStub()
            .listOpenWorkflowExecutions(
                ListOpenWorkflowExecutionsRequest.newBuilder()
                    .setNamespace("default")
                    .setMaximumPageSize(1000)
                    .setNextPageToken(ByteString.EMPTY)
                    .build())
            .getExecutionsList();
    var closed =
        temporal
            .blockingStub()
            .listClosedWorkflowExecutions(
                ListClosedWorkflowExecutionsRequest.newBuilder()
                    .setNamespace("default")
                    .setMaximumPageSize(1000)
                    .setNextPageToken(ByteString.EMPTY)
                    .build())
            .getExecutionsList();
    return Stream.concat(open.stream(), closed.stream()).map(e -> e.getExecution()).toList();
  }

  private List<String> query(String sql) {
    try (var connection = DriverManager.getConnection(ledger, "", "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var all = new ArrayList<String>();
      while (rows.next()) {
        all.add(String.valueOf(rows.getString(1)));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(150);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    temporal.shutdownNow();
  }
}
