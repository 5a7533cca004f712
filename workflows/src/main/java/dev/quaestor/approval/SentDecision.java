package dev.quaestor.approval;

import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.Voucher;
import dev.quaestor.policy.KnownPrincipal;
import dev.quaestor.policy.Policy;
import java.time.Instant;
import java.util.Objects;

/**
 * What an unsigned decision is worth once it is known who sent it. Pure.
 *
 * <p>Whoever is known decides under their own name. A decision that names somebody else does
 * nothing: either its sender errs about whom they are taken for, or they lie, and a record that
 * says one name while a message said another would serve neither.
 */
public sealed interface SentDecision {

  /** It counts as this one's, or as nobody's where the voucher says so. */
  record Counts(Voucher voucher) implements SentDecision {}

  /** It does nothing. */
  record Ignored(String why) implements SentDecision {}

  static SentDecision of(
      DecisionMessage message, SignalSender sender, Policy.Approvals approvals, Instant now) {
    var principal = sender.principal();
    var known =
        approvals.principals().stream().filter(p -> p.principal().equals(principal)).findFirst();
    if (known.isPresent()) {
      return ofKnown(message, known.get(), now);
    }
    if (approvals.unsigned() == Policy.Unsigned.ACCEPT) {
      return new Counts(new Voucher.None());
    }
    return new Ignored(
        principal == null
            ? "It is not signed, and Temporal does not say who sent it"
            : "Temporal says that %s sent it, whose decisions do not count under the policy"
                .formatted(principal));
  }

  private static SentDecision ofKnown(DecisionMessage message, KnownPrincipal known, Instant now) {
    return known.isMeantBy(message.approver())
        ? new Counts(new Voucher.Vouched(known.author(), now))
        : new Ignored(
            "It names %s as approver, and Temporal says that %s sent it"
                .formatted(Objects.requireNonNull(message.approver()), known.principal()));
  }
}
