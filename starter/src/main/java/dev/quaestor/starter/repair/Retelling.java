package dev.quaestor.starter.repair;

import dev.quaestor.investigation.InvestigationStart;
import dev.quaestor.investigation.InvestigationState;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What one run told the ledger, in the order in which the ledger had answered; at last the events
 * of calls that were never answered, because the workflow has said them. Of a run that goes on more
 * may be answered meanwhile: what was answered keeps its place.
 */
final class Retelling implements Iterator<Told> {
  /**
   * The calls of {@code ActionCenterActivities} that change the ledger, or give back what it kept.
   */
  private enum Call {
    OPEN("OpenCase"),
    RECORD("RecordEvents"),
    BEGIN("BeginActions"),
    CLAIM("ClaimState"),
    LET_GO("LetGo"),
    FETCH_ALERT("FetchAlert");

    private static final Map<String, Call> BY_NAME =
        Arrays.stream(values()).collect(Collectors.toMap(call -> call.activity, call -> call));

    private final String activity;

    Call(String activity) {
      this.activity = activity;
    }
  }

  private final Iterator<HistoryEvent> events;
  private final DataConverter converter;
  private final SortedMap<Long, Asked> unanswered = new TreeMap<>();
  private final Deque<Told> next = new ArrayDeque<>();
  private @Nullable HistoryEvent started;
  private @Nullable HistoryEvent last;

  private record Asked(Instant at, Call call, Payloads input) {}

  Retelling(Iterator<HistoryEvent> events, DataConverter converter) {
    this.events = events;
    this.converter = converter;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && events.hasNext()) {
      read(events.next());
    }
    while (next.isEmpty() && !unanswered.isEmpty()) {
      said(Objects.requireNonNull(unanswered.remove(unanswered.firstKey()))).ifPresent(next::add);
    }
    return !next.isEmpty();
  }

  @Override
  public Told next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.remove();
  }

  private void read(HistoryEvent event) {
    last = event;
    if (event.hasWorkflowExecutionStartedEventAttributes()) {
      started = event;
    } else if (event.hasActivityTaskScheduledEventAttributes()) {
      var asked = event.getActivityTaskScheduledEventAttributes();
      var call = Call.BY_NAME.get(asked.getActivityType().getName());
      if (call != null) {
        unanswered.put(event.getEventId(), new Asked(at(event), call, asked.getInput()));
      }
    } else if (event.hasActivityTaskCompletedEventAttributes()) {
      var answer = event.getActivityTaskCompletedEventAttributes();
      var asked = unanswered.remove(answer.getScheduledEventId());
      if (asked != null) {
        answered(at(event), asked, answer.getResult()).ifPresent(next::add);
      }
    }
  }

  private Optional<Told> answered(Instant at, Asked asked, Payloads answer) {
    var input = asked.input();
    return switch (asked.call()) {
      case OPEN ->
          Optional.of(
              new Told.Opened(
                  at, value(input, CaseOpening.class), value(answer, PolicySnapshot.class)));
      case RECORD -> Optional.of(new Told.Recorded(at, value(input, LedgerBatch.class), List.of()));
      case BEGIN -> {
        var begun = value(input, Undertaking.class);
        yield Optional.of(new Told.Recorded(at, begun.batch(), begun.claims()));
      }
      case CLAIM -> Optional.of(new Told.Claimed(at, value(input, Claim.class)));
      case LET_GO ->
          // What came to nothing let go of nothing that anybody waits for.
          value(answer, LetGo.class) instanceof LetGo.Nothing
              ? Optional.empty()
              : Optional.of(new Told.LetGone(at, value(input, LettingGo.class)));
      case FETCH_ALERT -> {
        byte @Nullable [] body = value(answer, byte[].class);
        var content = value(input, String.class);
        yield body != null && Sha256.of(body).equals(content)
            ? Optional.of(new Told.Fetched(at, content, body))
            : Optional.empty();
      }
    };
  }

  /** Of what nobody answered: the events, and nothing that was to be answered. */
  private Optional<Told> said(Asked asked) {
    var input = asked.input();
    return switch (asked.call()) {
      case RECORD ->
          Optional.of(new Told.Recorded(asked.at(), value(input, LedgerBatch.class), List.of()));
      case BEGIN ->
          Optional.of(
              new Told.Recorded(asked.at(), value(input, Undertaking.class).batch(), List.of()));
      case OPEN, CLAIM, LET_GO, FETCH_ALERT -> Optional.empty();
    };
  }

  private <T> T value(Payloads payloads, Class<T> type) {
    return converter.fromPayloads(0, Optional.of(payloads), type, type);
  }

  private static Instant at(HistoryEvent event) {
    return Instant.ofEpochSecond(
        event.getEventTime().getSeconds(), event.getEventTime().getNanos());
  }

  /** Whether Temporal has kept it; reads its first event. */
  boolean isThere() {
    if (started == null && events.hasNext()) {
      read(events.next());
    }
    return started != null;
  }

  /**
   * The policy that the run was started with; known once its first event is read. It is for the
   * workflow to say whether the case went by it.
   */
  Optional<PolicySnapshot> policyOfStart() {
    return start()
        .flatMap(
            start ->
                Optional.ofNullable(start.carried())
                    .map(InvestigationState::policy)
                    .or(() -> Optional.ofNullable(start.policy()).flatMap(Retelling::snapshot)));
  }

  private Optional<InvestigationStart> start() {
    return Optional.ofNullable(started)
        .map(HistoryEvent::getWorkflowExecutionStartedEventAttributes)
        .filter(s -> s.getWorkflowType().getName().equals("Investigation"))
        .map(s -> value(s.getInput(), InvestigationStart.class));
  }

  private static Optional<PolicySnapshot> snapshot(String json) {
    try {
      return Optional.of(QuaestorJson.mapper().readValue(json, PolicySnapshot.class));
    } catch (JacksonException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** The run that this one goes on from; empty for the first. */
  Optional<String> before() {
    return Optional.ofNullable(started)
        .map(s -> s.getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId())
        .filter(id -> !id.isEmpty());
  }

  /** The run that goes on from this one, once all of it is read. */
  Optional<String> after() {
    return Optional.ofNullable(last)
        .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)
        .map(e -> e.getWorkflowExecutionContinuedAsNewEventAttributes().getNewExecutionRunId());
  }
}
