package dev.quaestor.action;

import dev.quaestor.entity.UserAccount;
import java.util.Optional;

/** Actions on a user's account. */
public sealed interface IdentityAction extends RemediationAction {

  @Override
  UserAccount target();

  /** Keeps the user from signing in. */
  record DisableUser(UserAccount target) implements IdentityAction {
    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() ? Optional.of(new EnableUser(target)) : Optional.empty();
    }
  }

  /** Lets the user sign in again. */
  record EnableUser(UserAccount target) implements IdentityAction {}

  /** Ends all sessions; takes minutes to bite. */
  record RevokeSessions(UserAccount target) implements IdentityAction {}

  /** Marks the user as compromised, which risk-based access policies act on. */
  record ConfirmUserCompromised(UserAccount target) implements IdentityAction {
    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() && receipt.noWayBack().isEmpty()
          ? Optional.of(new DismissUserRisk(target))
          : Optional.empty();
    }
  }

  /** Takes the mark back. */
  record DismissUserRisk(UserAccount target) implements IdentityAction {}

  /** Makes the user choose a new password at the next sign-in. */
  record ForcePasswordReset(UserAccount target) implements IdentityAction {}
}
