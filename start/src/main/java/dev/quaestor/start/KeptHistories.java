package dev.quaestor.start;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.StatusUtils;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Those that a server has kept. */
record KeptHistories(WorkflowServiceStubs stubs, String namespace) implements Histories {
  private static final int CALL_SECONDS = 10;
  private static final int LISTED_AT_ONCE = 500;
  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private static final int TRIES = 5;
  private static final long FIRST_PAUSE_MILLIS = 200;

  /** Much is read, and one answer that is late must not end it. */
  private <T> T asked(Function<WorkflowServiceBlockingStub, T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.apply(stubs.blockingStub().withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS));
      } catch (StatusRuntimeException e) {
        if (attempt == TRIES || !PASSING.contains(e.getStatus().getCode())) {
          throw e;
        }
        pause(FIRST_PAUSE_MILLIS << attempt);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    }
  }

  @Override
  public Stream<WorkflowExecution> runs(RunSelection selection) {
    var listed =
        new Pages<WorkflowExecution>(
            token -> {
              var request =
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(namespace)
                      .setQuery(selection.query())
                      .setPageSize(LISTED_AT_ONCE)
                      .setNextPageToken(token)
                      .build();
              var answer = asked(server -> server.listWorkflowExecutions(request));
              return new Page<>(
                  answer.getExecutionsList().stream()
                      .map(WorkflowExecutionInfo::getExecution)
                      .iterator(),
                  answer.getNextPageToken());
            });
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(listed, Spliterator.ORDERED), false);
  }

  @Override
  public Iterator<HistoryEvent> events(WorkflowExecution run) {
    return new Pages<>(token -> page(run, token));
  }

  private Page<HistoryEvent> page(WorkflowExecution run, ByteString token) {
    try {
      var request =
          GetWorkflowExecutionHistoryRequest.newBuilder()
              .setNamespace(namespace)
              .setExecution(run)
              .setNextPageToken(token)
              .build();
      var answer = asked(server -> server.getWorkflowExecutionHistory(request));
      return new Page<>(answer.getHistory().getEventsList().iterator(), answer.getNextPageToken());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND
          && !StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)) {
        return new Page<>(Collections.emptyIterator(), ByteString.EMPTY);
      }
      throw e;
    }
  }

  private record Page<T>(Iterator<T> items, ByteString next) {}

  /** Asks for the next page when the one before is used up. */
  private static final class Pages<T> implements Iterator<T> {
    private final Function<ByteString, Page<T>> ask;
    private Page<T> page;

    Pages(Function<ByteString, Page<T>> ask) {
      this.ask = ask;
      this.page = ask.apply(ByteString.EMPTY);
    }

    @Override
    public boolean hasNext() {
      while (!page.items().hasNext() && !page.next().isEmpty()) {
        page = ask.apply(page.next());
      }
      return page.items().hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.items().next();
    }
  }
}
