package dev.quaestor.call;

import dev.quaestor.action.Outcome;
import dev.quaestor.approval.Decision;
import dev.quaestor.authority.Admission;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.authority.Voucher;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.workflow.Workflow;
import java.time.Instant;

/**
 * Whether a start that wants something done is taken. Anybody who reaches Temporal can start a
 * workflow, and can send again what they saw; what is in an order counts only with its signature,
 * and that only around the moment of the start. For use inside workflows only.
 */
public final class OrderAdmission {
  /** The code of the outcome of what does nothing: nobody vouches for it, or it came before. */
  public static final String NOT_TAKEN = "NOT_TAKEN";

  private static final int SHOWN = 500;

  private OrderAdmission() {}

  public static Admission of(SignedMessage<?> order, Voucher voucher, PolicySnapshot policy) {
    var started = Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
    return Admission.ofStart(
        voucher, order.kind(), started, started, policy.policy().approvals().countsUnsigned());
  }

  /** Nothing is done, and that is on record; in no case's, because a forged start may name any. */
  public static Outcome refused(String type, Object what, Admission.Refused no) {
    return refused(type, what, no.sentence());
  }

  public static Outcome refused(String type, Object what, String why) {
    LedgerStream.ofThisRun(null)
        .record(
            new LedgerEvent.MessageIgnored(
                type,
                Decision.Channel.REQUESTER,
                Excerpt.of(QuaestorJson.mapper().writeValueAsString(what), SHOWN),
                why));
    Workflow.setCurrentDetails("### Nothing was done\n" + why + "\n");
    return new Outcome.Failed(NOT_TAKEN, why);
  }
}
