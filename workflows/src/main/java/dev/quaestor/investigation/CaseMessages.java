package dev.quaestor.investigation;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.board.Excluded;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Exoneration;
import dev.quaestor.wire.IncomingSignal;
import io.temporal.common.converter.RawValue;
import java.time.Instant;
import java.util.List;

/**
 * What a case makes of signals: anything may come. What cannot be used changes nothing, and is on
 * record with the reason.
 */
final class CaseMessages {
  private CaseMessages() {}

  static InvestigationState decide(
      InvestigationState state, RawValue raw, String workflowId, Instant now) {
    var signal = new IncomingSignal(raw);
    var message = signal.as(DecisionMessage.class);
    var defect = DecisionMessage.defectOf(message);
    if (defect.isPresent()) {
      return ignored(state, "decide", signal, defect.get(), now);
    }
    var decided = state.decided(message.orElseThrow(), Decision.Channel.SIGNAL, workflowId, now);
    return decided
        .answer()
        .withoutEffect()
        .map(why -> ignored(decided.state(), "decide", signal, why, now))
        .orElse(decided.state());
  }

  static InvestigationState cancel(InvestigationState state, RawValue raw, Instant now) {
    var signal = new IncomingSignal(raw);
    var wish = signal.as(CancelMessage.class);
    if (wish.isEmpty() || wish.get().requestedBy() == null || wish.get().requestedBy().isBlank()) {
      return ignored(
          state, "cancel", signal, "It does not say who wants it: requestedBy is needed", now);
    }
    return state.isStopped() || state.course().closing()
        ? ignored(state, "cancel", signal, "The investigation is ending already", now)
        : state.cancelled(wish.get(), now);
  }

  static InvestigationState classify(InvestigationState state, RawValue raw, Instant now) {
    var signal = new IncomingSignal(raw);
    var word = signal.as(ClassifyMessage.class);
    if (word.isEmpty()) {
      return ignored(
          state,
          "classify",
          signal,
          "It is not a classification: entityKey or alertId, classification and by are needed",
          now);
    }
    var defective = word.get().defect();
    if (defective.isPresent()) {
      return ignored(state, "classify", signal, defective.get(), now);
    }
    if (state.policy() == null) {
      return ignored(state, "classify", signal, "The investigation is not open yet", now);
    }
    if (state.isStopped() || state.course().closing()) {
      return ignored(state, "classify", signal, "The investigation is ending already", now);
    }
    var alertId = word.get().alertId();
    var entityKey = word.get().entityKey();
    if (alertId != null) {
      return state.knows(alertId)
          ? state.classified(clearedBy(state, word.get()), word.get(), now)
          : ignored(state, "classify", signal, "There is no such alert here", now);
    }
    var piece =
        state.evidence().pieces().stream()
            .filter(a -> a.key().value().equals(entityKey))
            .findFirst();
    if (piece.isEmpty()) {
      return ignored(state, "classify", signal, "There is no such evidence here", now);
    }
    return Excluded.is(piece.get())
        ? ignored(state, "classify", signal, "The policy excludes it from investigation", now)
        : state.classified(List.of(piece.get().key()), word.get(), now);
  }

  /**
   * What only that alert brought. That an alert was right does not make everything bad that it
   * names.
   */
  private static List<EntityKey> clearedBy(InvestigationState state, ClassifyMessage word) {
    var classification = word.classification();
    if (classification == null || !classification.exonerates()) {
      return List.of();
    }
    var pieces = state.evidence().pieces();
    var brought = Exoneration.broughtOnlyBy(String.valueOf(word.alertId()), pieces);
    return pieces.stream()
        .filter(a -> brought.contains(a.key()) && !Excluded.is(a))
        .map(Assessment::key)
        .toList();
  }

  private static InvestigationState ignored(
      InvestigationState state, String message, IncomingSignal signal, String why, Instant now) {
    return state.ignored(message, Decision.Channel.SIGNAL, signal.shown(), why, now);
  }
}
