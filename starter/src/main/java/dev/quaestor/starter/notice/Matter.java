package dev.quaestor.starter.notice;

import dev.quaestor.action.Outcome;
import dev.quaestor.approval.Decision;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ocsf.Occurrence;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that people must know of.
 *
 * @param actionId null where it is about the investigation
 * @param said how it went, for people; empty for what waits
 * @param to whom the policy names; empty where it names nobody
 * @param how what exactly it is
 */
record Matter(
    Occasion occasion,
    Occurrence event,
    @Nullable String actionId,
    String said,
    List<String> to,
    How how) {

  /** What exactly it is. */
  enum How {
    WAITS,
    EXPIRED,
    FAILED,
    IN_PART,
    NOT_KNOWN,
    UNDO_FAILED,
    UNDO_IN_PART,
    UNDO_NOT_KNOWN,
    ENDED
  }

  /** Empty for what nobody is called for. */
  static Optional<Matter> of(Occurrence told) {
    return switch (told.event()) {
      case LedgerEvent.ActionPlanned e ->
          e.decision() instanceof Decision.Pending && e.unsupported() == null
              ? waits(Occasion.PENDING, told, e.actionId(), List.of())
              : Optional.empty();
      case LedgerEvent.Reminded e -> waits(Occasion.REMINDER, told, e.actionId(), List.of());
      case LedgerEvent.Escalated e -> waits(Occasion.ESCALATION, told, e.actionId(), e.to());
      case LedgerEvent.ActionDecided e ->
          e.decision() instanceof Decision.Expired
              ? Optional.of(
                  new Matter(Occasion.EXPIRY, told, e.actionId(), "", List.of(), How.EXPIRED))
              : Optional.empty();
      case LedgerEvent.ActionProgressed e ->
          switch (e.outcome()) {
            case Outcome.Failed o -> failure(told, e.actionId(), o.sentence(), How.FAILED);
            case Outcome.PartiallySucceeded o ->
                failure(told, e.actionId(), o.sentence(), How.IN_PART);
            case Outcome.Unknown o -> failure(told, e.actionId(), o.sentence(), How.NOT_KNOWN);
            case Outcome.Succeeded o -> Optional.empty();
            case Outcome.AlreadyInState o -> Optional.empty();
            case Outcome.Unsupported o -> Optional.empty();
            case Outcome.HeldByOthers o -> Optional.empty();
            case Outcome.ChangedSince o -> Optional.empty();
            case Outcome.Unfinished o -> Optional.empty();
          };
      case LedgerEvent.UndoProgressed e ->
          switch (e.outcome()) {
            case Outcome.Failed o -> failure(told, e.actionId(), o.sentence(), How.UNDO_FAILED);
            case Outcome.PartiallySucceeded o ->
                failure(told, e.actionId(), o.sentence(), How.UNDO_IN_PART);
            case Outcome.Unknown o -> failure(told, e.actionId(), o.sentence(), How.UNDO_NOT_KNOWN);
            case Outcome.Succeeded o -> Optional.empty();
            case Outcome.AlreadyInState o -> Optional.empty();
            case Outcome.Unsupported o -> Optional.empty();
            case Outcome.HeldByOthers o -> Optional.empty();
            case Outcome.ChangedSince o -> Optional.empty();
            case Outcome.Unfinished o -> Optional.empty();
          };
      case LedgerEvent.StatusChanged e ->
          e.status().needsAttention()
              ? Optional.of(
                  new Matter(Occasion.ATTENTION, told, null, e.because(), List.of(), How.ENDED))
              : Optional.empty();
      case LedgerEvent.AlertAdded e -> Optional.empty();
      case LedgerEvent.AlertRevised e -> Optional.empty();
      case LedgerEvent.EvidenceAssessed e -> Optional.empty();
      case LedgerEvent.RemediationStatusChanged e -> Optional.empty();
      case LedgerEvent.OrderAccepted e -> Optional.empty();
      case LedgerEvent.ApprovalGiven e -> Optional.empty();
      case LedgerEvent.ActionPrepared e -> Optional.empty();
      case LedgerEvent.UndoRequested e -> Optional.empty();
      case LedgerEvent.Classified e -> Optional.empty();
      case LedgerEvent.MarkedAsMissed e -> Optional.empty();
      case LedgerEvent.MessageIgnored e -> Optional.empty();
      case LedgerEvent.CancelRequested e -> Optional.empty();
      case LedgerEvent.NoteAdded e -> Optional.empty();
      case LedgerEvent.Assigned e -> Optional.empty();
      case LedgerEvent.Tagged e -> Optional.empty();
    };
  }

  private static Optional<Matter> waits(
      Occasion occasion, Occurrence told, String actionId, List<String> to) {
    return Optional.of(new Matter(occasion, told, actionId, "", to, How.WAITS));
  }

  private static Optional<Matter> failure(
      Occurrence told, String actionId, String sentence, How how) {
    return Optional.of(new Matter(Occasion.FAILURE, told, actionId, sentence, List.of(), how));
  }
}
