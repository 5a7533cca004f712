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
    public ActionType type() {
      return ActionType.DISABLE_USER;
    }

    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() ? Optional.of(new EnableUser(target)) : Optional.empty();
    }
  }

  /** Lets the user sign in again. */
  record EnableUser(UserAccount target) implements IdentityAction {
    @Override
    public ActionType type() {
      return ActionType.ENABLE_USER;
    }
  }

  /** Ends all sessions; takes minutes to bite. */
  record RevokeSessions(UserAccount target) implements IdentityAction {
    @Override
    public ActionType type() {
      return ActionType.REVOKE_SESSIONS;
    }
  }

  /** Marks the user as compromised, which risk-based access policies act on. */
  record ConfirmUserCompromised(UserAccount target) implements IdentityAction {
    @Override
    public ActionType type() {
      return ActionType.CONFIRM_USER_COMPROMISED;
    }

    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() ? Optional.of(new DismissUserRisk(target)) : Optional.empty();
    }
  }

  /** Takes the mark back. */
  record DismissUserRisk(UserAccount target) implements IdentityAction {
    @Override
    public ActionType type() {
      return ActionType.DISMISS_USER_RISK;
    }
  }

  /** Makes the user choose a new password at the next sign-in. */
  record ForcePasswordReset(UserAccount target) implements IdentityAction {
    @Override
    public ActionType type() {
      return ActionType.FORCE_PASSWORD_RESET;
    }
  }
}
