package dev.quaestor.investigation;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.board.Excluded;
import dev.quaestor.call.IncomingMessages;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Exoneration;
import dev.quaestor.ledger.LedgerEvent;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/** What people say to a case, folded as it comes; what did nothing is on record. */
final class CaseMessages {
  private static final Optional<String> ENDING = Optional.of("The investigation is ending already");

  private final CaseFile file;
  private final String workflowId = Workflow.getInfo().getWorkflowId();

  CaseMessages(CaseFile file) {
    this.file = file;
  }

  DecisionAnswer decide(DecisionMessage message, Decision.Channel channel) {
    var decided = file.state().decided(message, channel, workflowId, CaseFile.now());
    file.fold((s, now) -> decided.state());
    return decided.answer();
  }

  void decideBySignal(RawValue raw) {
    IncomingMessages.decide(raw, m -> decide(m, Decision.Channel.SIGNAL)).ifPresent(this::ignored);
  }

  void cancel(RawValue raw) {
    IncomingMessages.cancel(raw, CancelMessage.class, CancelMessage::requestedBy, this::cancel)
        .ifPresent(this::ignored);
  }

  private Optional<String> cancel(CancelMessage wish) {
    if (file.state().isEnding()) {
      return ENDING;
    }
    file.fold((s, now) -> s.cancelled(wish, now));
    return Optional.empty();
  }

  void classify(RawValue raw) {
    IncomingMessages.hear(
            "classify", raw, ClassifyMessage.class, ClassifyMessage::defectOf, this::classify)
        .ifPresent(this::ignored);
  }

  private Optional<String> classify(ClassifyMessage word) {
    var state = file.state();
    if (state.policy() == null) {
      return Optional.of("The investigation is not open yet");
    }
    if (state.isEnding()) {
      return ENDING;
    }
    var alertId = word.alertId();
    if (alertId != null) {
      return state.knows(alertId)
          ? classify(clearedBy(state, word, alertId), word)
          : Optional.of("There is no such alert here");
    }
    var piece =
        state.evidence().pieces().stream()
            .filter(a -> a.key().value().equals(word.entityKey()))
            .findFirst();
    if (piece.isEmpty()) {
      return Optional.of("There is no such evidence here");
    }
    return Excluded.is(piece.get())
        ? Optional.of("The policy excludes it from investigation")
        : classify(List.of(piece.get().key()), word);
  }

  private Optional<String> classify(List<EntityKey> about, ClassifyMessage word) {
    file.fold((s, now) -> s.classified(about, word, now));
    return Optional.empty();
  }

  /**
   * What only that alert brought. That an alert was right does not make everything bad that it
   * names.
   */
  private static List<EntityKey> clearedBy(
      InvestigationState state, ClassifyMessage word, String alertId) {
    var classification = word.classification();
    if (classification == null || !classification.exonerates()) {
      return List.of();
    }
    var pieces = state.evidence().pieces();
    var brought = Exoneration.broughtOnlyBy(alertId, pieces);
    return pieces.stream()
        .filter(a -> brought.contains(a.key()) && !Excluded.is(a))
        .map(Assessment::key)
        .toList();
  }

  private void ignored(LedgerEvent.MessageIgnored message) {
    file.fold((s, now) -> s.ignored(message, now));
  }
}
