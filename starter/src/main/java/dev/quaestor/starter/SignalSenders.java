package dev.quaestor.starter;

import com.google.protobuf.ByteString;
import dev.quaestor.authority.SenderActivities;
import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.SignalSighting;
import dev.quaestor.text.Sha256;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads in a run's own history who sent it a signal. Which run is asked about is the server's word
 * about who asks, and not the caller's. Where the server stamps nothing (no authorizer, or {@code
 * frontend.enablePrincipalPropagation} is off) it is nobody.
 */
public final class SignalSenders implements SenderActivities {
  private static final int CALL_SECONDS = 10;

  private final WorkflowServiceStubs stubs;
  private final String namespace;
  private final PayloadCodec codec;

  /**
   * @param codec reads what a signal said
   */
  public SignalSenders(WorkflowServiceStubs stubs, String namespace, PayloadCodec codec) {
    this.stubs = stubs;
    this.namespace = namespace;
    this.codec = codec;
  }

  @Override
  public SignalSender sender(SignalSighting wanted) {
    var info = Activity.getExecutionContext().getInfo();
    var request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setNamespace(namespace)
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(info.getWorkflowId())
                    .setRunId(info.getWorkflowRunId()));
    var search = new Search(wanted, codec);
    ByteString next;
    do {
      var page =
          stubs
              .blockingStub()
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .getWorkflowExecutionHistory(request.build());
      for (var event : page.getHistory().getEventsList()) {
        var found = search.look(event);
        if (found.isPresent()) {
          return found.get();
        }
      }
      next = page.getNextPageToken();
      request.setNextPageToken(next);
    } while (!next.isEmpty());
    return SignalSender.NOBODY;
  }

  /** Goes through a history from its first event. */
  static final class Search {
    private final SignalSighting wanted;
    private final PayloadCodec codec;
    private int seen;

    Search(SignalSighting wanted, PayloadCodec codec) {
      this.wanted = wanted;
      this.codec = codec;
    }

    /** Who sent it, once this is it; nobody where what it says is not what the run heard. */
    Optional<SignalSender> look(HistoryEvent event) {
      if (event.getEventType() != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED) {
        return Optional.empty();
      }
      var signal = event.getWorkflowExecutionSignaledEventAttributes();
      if (!signal.getSignalName().equals(wanted.name()) || ++seen < wanted.position()) {
        return Optional.empty();
      }
      var said =
          codec.decode(signal.getInput().getPayloadsList()).stream()
              .findFirst()
              .map(payload -> payload.getData().toByteArray())
              .orElseGet(() -> new byte[0]);
      var by = event.getPrincipal();
      return Optional.of(
          Sha256.of(said).equals(wanted.digest())
                  && !by.getType().isEmpty()
                  && !by.getName().isEmpty()
              ? SignalSender.of(by.getType(), by.getName())
              : SignalSender.NOBODY);
    }
  }
}
