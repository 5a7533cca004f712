package dev.quaestor.starter;

import dev.quaestor.authority.SenderActivities;
import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.SignalSighting;
import dev.quaestor.start.Histories;
import dev.quaestor.text.Sha256;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Optional;

/**
 * Reads in a run's own history who sent it a signal. Which run is asked about is the server's word
 * about who asks, and not the caller's. Where the server stamps nothing (no authorizer, or {@code
 * frontend.enablePrincipalPropagation} is off) it is nobody.
 */
public final class SignalSenders implements SenderActivities {
  private final Histories histories;
  private final PayloadCodec codec;

  /**
   * @param codec reads what a signal said
   */
  public SignalSenders(WorkflowServiceStubs stubs, String namespace, PayloadCodec codec) {
    this.histories = Histories.at(stubs, namespace);
    this.codec = codec;
  }

  @Override
  public SignalSender sender(SignalSighting wanted) {
    var info = Activity.getExecutionContext().getInfo();
    var search = new Search(wanted, codec);
    var events =
        histories.events(
            WorkflowExecution.newBuilder()
                .setWorkflowId(info.getWorkflowId())
                .setRunId(info.getWorkflowRunId())
                .build());
    while (events.hasNext()) {
      var found = search.look(events.next());
      if (found.isPresent()) {
        return found.get();
      }
    }
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
