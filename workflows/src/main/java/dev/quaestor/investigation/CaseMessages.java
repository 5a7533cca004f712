package dev.quaestor.investigation;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.authority.Admission;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.Voucher;
import dev.quaestor.call.IncomingMessages;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Exoneration;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What people say to a case, folded as it comes; what did nothing is on record. */
final class CaseMessages {
  private static final Optional<String> ENDING = Optional.of("The investigation is already ending");

  private static final Optional<String> ANOTHER = Optional.of("It is about another investigation");

  private final CaseFile file;
  private final LedgerFeed ledger;
  private final IncomingMessages incoming = new IncomingMessages();

  /** The alert that the run was started for, and whose it is. */
  private @Nullable First first;

  private record First(AlertMessage message, Admission admission) {}

  /** Whether somebody was told that an alert is in the case. */
  private boolean answered;

  /** The policy that came with the start, until it is believed or it is too late for that. */
  private @Nullable String policy;

  /**
   * @param policy as {@link InvestigationStart} has it
   */
  CaseMessages(CaseFile file, LedgerFeed ledger, @Nullable String policy) {
    this.file = file;
    this.ledger = ledger;
    this.policy = policy;
    this.answered = !file.state().alerts().isEmpty();
  }

  /** The alert of the start joins in the name of whoever vouches for it, if anybody does. */
  void first(AlertMessage message) {
    var admission = admission(message);
    first = new First(message, admission);
    var by = authorOf(admission);
    file.fold((s, now) -> s.begunWith(message.alert(), by, now));
    goBy(message, admission);
    unvouched(message, admission);
  }

  /** The same of one that comes later, which is told where it is now. */
  AlertReceipt alert(AlertMessage message) {
    var known =
        Optional.ofNullable(first).filter(f -> f.message().equals(message)).map(First::admission);
    var admission = known.orElseGet(() -> admission(message));
    var by = authorOf(admission);
    var sent = message.alert().sentBy(by.id());
    var before = file.state();
    if (!before.isEnding()) {
      // Others may have come in while this one's author was asked for.
      refuseWithoutRoom(before, sent);
    }
    file.fold((s, now) -> s.alerted(message.alert(), by, now));
    if (known.isEmpty()) {
      unvouched(message, admission);
    }
    var after = file.state();
    if (!after.hasHeard(sent)) {
      return new AlertReceipt(
          after.followingId(), sent.alertId(), !before.late().isEmpty(), sent.version().number());
    }
    var joined = !before.alerts().isEmpty() && !isOfTheStart(before, sent);
    answered = true;
    var version = after.alert(sent).map(CaseAlert::version).orElse(1);
    return new AlertReceipt(after.investigationId(), sent.alertId(), joined, version);
  }

  /** From now on the ledger says by which policy the case goes, if nobody vouched for one. */
  void forgetPolicy() {
    policy = null;
  }

  /** The policy of the start counts where whoever vouches for the alert vouches for it too. */
  private void goBy(AlertMessage message, Admission admission) {
    var text = policy;
    if (text != null
        && admission instanceof Admission.Admitted by
        && by.verified()
        && Sha256.of(text).equals(message.policy())) {
      policy = null;
      read(text)
          .ifPresent(
              snapshot -> {
                ledger.openWithFirst();
                file.fold((s, now) -> s.opened(snapshot, now));
              });
    }
  }

  private static Optional<PolicySnapshot> read(String policy) {
    try {
      return Optional.of(QuaestorJson.mapper().readValue(policy, PolicySnapshot.class));
    } catch (JacksonException | IllegalArgumentException unreadable) {
      // Of another version of the starter: the ledger is asked.
      return Optional.empty();
    }
  }

  private Admission admission(AlertMessage message) {
    return Admission.ofStart(
        incoming.voucherOf(message),
        MessageKind.ALERT,
        file.state().startedAt(),
        CaseFile.now(),
        List.of());
  }

  private static Author authorOf(Admission admission) {
    return switch (admission) {
      case Admission.Admitted in -> in.author();
      case Admission.Refused no -> Author.unknown(Admission.SOMEBODY);
    };
  }

  private void unvouched(AlertMessage message, Admission admission) {
    if (message.signature() != null && admission instanceof Admission.Refused no) {
      file.fold((s, now) -> s.unvouched(message.alert(), no.sentence(), now));
    }
  }

  /** The start carries what its update says: whoever sent both joined nothing. */
  private boolean isOfTheStart(InvestigationState before, Alert sent) {
    return !answered && before.alerts().size() == 1 && before.hasHeard(sent);
  }

  static void refuseWithoutRoom(InvestigationState state, Alert alert) {
    if (!state.hasHeard(alert) && !state.hasRoomFor(alert)) {
      throw ApplicationFailure.newNonRetryableFailure(
          InvestigationWorkflow.FULL, InvestigationWorkflow.FULL);
    }
  }

  DecisionAnswer decide(DecisionMessage message, Decision.Channel channel) {
    return decide(message, incoming.voucherOf(message), channel);
  }

  private DecisionAnswer decide(
      DecisionMessage message, Voucher voucher, Decision.Channel channel) {
    var decided = file.state().decided(message, voucher, channel, CaseFile.now());
    file.fold((s, now) -> decided.state());
    return decided.answer();
  }

  void decideBySignal(RawValue raw) {
    incoming
        .decide(
            raw, file.state().policy(), (m, voucher) -> decide(m, voucher, Decision.Channel.SIGNAL))
        .ifPresent(this::ignored);
  }

  void cancel(RawValue raw) {
    incoming
        .hear("cancel", raw, CancelMessage.class, CancelMessage::defectOf, this::cancel)
        .ifPresent(this::ignored);
  }

  private Optional<String> cancel(CancelMessage wish, Voucher voucher) {
    if (file.state().isEnding()) {
      return ENDING;
    }
    return switch (admission(voucher, MessageKind.CANCEL, wish.requestedBy())) {
      case Admission.Refused no -> Optional.of(no.sentence());
      case Admission.Admitted by -> {
        if (isOfAnother(wish.investigationId(), by)) {
          yield ANOTHER;
        }
        var stop =
            new CaseStop(
                by.author().name(),
                by.verified(),
                wish.comment(),
                wish.rollback(),
                by.author().remit());
        file.fold((s, now) -> s.stopped(stop, now));
        yield Optional.empty();
      }
    };
  }

  private Admission admission(Voucher voucher, MessageKind kind, @Nullable String claimed) {
    var policy = file.state().policy();
    return Admission.of(
        voucher,
        kind,
        claimed,
        policy == null ? List.of() : policy.policy().approvals().countsUnsigned());
  }

  /** A later case of the same thing has the same workflow id: a signed word is of one case. */
  private boolean isOfAnother(@Nullable String investigationId, Admission.Admitted by) {
    return investigationId == null
        ? by.verified()
        : !investigationId.equals(file.state().investigationId());
  }

  void classify(RawValue raw) {
    incoming
        .hear("classify", raw, ClassifyMessage.class, ClassifyMessage::defectOf, this::classify)
        .ifPresent(this::ignored);
  }

  private Optional<String> classify(ClassifyMessage word, Voucher voucher) {
    if (file.state().policy() == null) {
      return Optional.of("The investigation is not open yet");
    }
    if (file.state().isEnding()) {
      return ENDING;
    }
    if (file.state().course().hasHeard(word.signature())) {
      return Optional.of("This message was already received");
    }
    return switch (admission(voucher, MessageKind.CLASSIFY, word.by())) {
      case Admission.Refused no -> Optional.of(no.sentence());
      case Admission.Admitted by ->
          isOfAnother(word.investigationId(), by) ? ANOTHER : classify(word, by);
    };
  }

  private Optional<String> classify(ClassifyMessage word, Admission.Admitted by) {
    var state = file.state();
    var alertId = word.alertId();
    if (alertId != null) {
      return state.knows(alertId)
          ? classify(clearedBy(state, word, alertId), word, by)
          : Optional.of("There is no such alert in this investigation");
    }
    var piece =
        state.evidence().pieces().stream()
            .filter(a -> a.key().value().equals(word.entityKey()))
            .findFirst();
    if (piece.isEmpty()) {
      return Optional.of("There is no such evidence in this investigation");
    }
    return piece.get().leftAlone()
        ? Optional.of("The policy excludes it from investigation")
        : classify(List.of(piece.get().key()), word, by);
  }

  private Optional<String> classify(
      List<EntityKey> about, ClassifyMessage word, Admission.Admitted by) {
    file.fold((s, now) -> s.classified(about, word, by, now));
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
        .filter(a -> brought.contains(a.key()) && !a.leftAlone())
        .map(Assessment::key)
        .toList();
  }

  private void ignored(LedgerEvent.MessageIgnored message) {
    file.fold((s, now) -> s.ignored(message, now));
  }
}
