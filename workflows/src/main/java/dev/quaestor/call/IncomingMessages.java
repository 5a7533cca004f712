package dev.quaestor.call;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.SentDecision;
import dev.quaestor.authority.SignalSighting;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.authority.Voucher;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.wire.IncomingSignal;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people say to a running workflow, a case or a proposal. A signal has no answer: one that did
 * nothing, or not all that it said, leaves an event that tells why.
 */
public final class IncomingMessages {
  private static final String DECIDE = "decide";

  private final Vouchers vouchers = new Vouchers();
  private final Senders senders = new Senders();

  /** How many signals {@code decide} this run has got; each counts, whatever is in it. */
  private int decisions;

  /** Who stands behind a message that has been read. */
  public Voucher voucherOf(SignedMessage<?> message) {
    return vouchers.of(message);
  }

  /**
   * A decision, given to whoever decides if it is one.
   *
   * @param policy the one in force; null where there is none yet
   */
  public Optional<LedgerEvent.MessageIgnored> decide(
      @Nullable RawValue raw,
      @Nullable PolicySnapshot policy,
      BiFunction<DecisionMessage, Voucher, DecisionAnswer> decider) {
    // Before anything waits: the next one may come meanwhile.
    var position = ++decisions;
    return hear(
        DECIDE,
        raw,
        DecisionMessage.class,
        DecisionMessage::defectOf,
        (message, voucher) ->
            switch (standing(message, voucher, raw, policy, position)) {
              case SentDecision.Counts counts ->
                  decider.apply(message, counts.voucher()).withoutEffect();
              case SentDecision.Ignored ignored -> Optional.of(ignored.why());
            });
  }

  /** Only of an unsigned one it is asked who sent it, and only where that could count. */
  private SentDecision standing(
      DecisionMessage message,
      Voucher voucher,
      @Nullable RawValue raw,
      @Nullable PolicySnapshot policy,
      int position) {
    if (!(voucher instanceof Voucher.None)
        || policy == null
        || policy.policy().approvals().principals().isEmpty()) {
      return new SentDecision.Counts(voucher);
    }
    var sighting = new SignalSighting(DECIDE, position, new IncomingSignal(raw).digest());
    return SentDecision.of(
        message,
        senders.of(sighting),
        policy.policy().approvals(),
        Instant.ofEpochMilli(Workflow.currentTimeMillis()));
  }

  /**
   * A signal of any name.
   *
   * @param defect what is wrong with what was read; it is given nothing when that has another shape
   * @param taker does what is wanted, or says why not
   */
  public <T extends SignedMessage<T>> Optional<LedgerEvent.MessageIgnored> hear(
      String name,
      @Nullable RawValue raw,
      Class<T> type,
      Function<Optional<T>, Optional<String>> defect,
      BiFunction<T, Voucher, Optional<String>> taker) {
    var signal = new IncomingSignal(raw);
    var message = signal.as(type);
    return signal
        .unknownField(type)
        .map("It has an unknown field: %s"::formatted)
        .or(() -> defect.apply(message))
        .or(() -> message.flatMap(m -> taker.apply(m, vouchers.of(m))))
        .map(
            why ->
                new LedgerEvent.MessageIgnored(name, Decision.Channel.SIGNAL, signal.shown(), why));
  }

  /** For a validator: an update that is no decision at all is refused before it is in a history. */
  public static void refuseUnusable(DecisionMessage message) {
    message
        .defect()
        .ifPresent(
            defect -> {
              throw ApplicationFailure.newNonRetryableFailure(defect, "INVALID_DECISION");
            });
  }
}
