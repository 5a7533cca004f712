package dev.quaestor.execution;

import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.AccountControl.Power;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.UserAccount;
import java.util.Optional;
import java.util.function.BiFunction;

/** Actions on accounts. */
final class IdentityRows {
  private IdentityRows() {}

  static ActionExecution disableUser() {
    return access(
        IdentityAction.DisableUser.class,
        Standing.IN_FORCE,
        AccountControl::disable,
        "disabled",
        AccountControl::stillSignedIn);
  }

  /** The directory does not say who disabled an account: another's newer word cannot be told. */
  static ActionExecution enableUser() {
    return access(
        IdentityAction.EnableUser.class,
        Standing.NOT_IN_FORCE,
        AccountControl::enable,
        "enabled",
        (c, account) -> Optional.empty());
  }

  static ActionExecution revokeSessions() {
    return account(
        IdentityAction.RevokeSessions.class,
        Power.SESSIONS,
        (c, a, run) -> new OneWayEffect(null, m -> c.revokeSessions(a.target(), m)));
  }

  static ActionExecution confirmUserCompromised() {
    return account(
        IdentityAction.ConfirmUserCompromised.class,
        Power.RISK,
        (c, a, run) ->
            new SwitchEffect(
                null,
                () -> c.compromised(a.target()),
                Standing.IN_FORCE,
                m -> c.confirmCompromised(a.target(), m),
                () -> c.risk(a.target()).beforehand(),
                receipt ->
                    receipt instanceof Receipt.Risk risk
                        ? risk.leaving(c.risk(a.target()))
                        : receipt,
                false,
                "the user is marked as compromised"));
  }

  static ActionExecution dismissUserRisk() {
    return account(
            IdentityAction.DismissUserRisk.class,
            Power.RISK,
            (c, a, run) ->
                new SwitchEffect(
                    null,
                    () -> c.compromised(a.target()),
                    Standing.NOT_IN_FORCE,
                    m -> c.dismissRisk(a.target(), m),
                    false,
                    "the user is not marked as compromised"))
        .onlyIfUnchanged((c, a, left, m) -> c.riskChangedSince(a.target(), left));
  }

  static ActionExecution forcePasswordReset() {
    return account(
        IdentityAction.ForcePasswordReset.class,
        Power.PASSWORD,
        (c, a, run) -> new OneWayEffect(null, m -> c.forcePasswordReset(a.target(), m)));
  }

  /** One of the calls on an account. */
  @FunctionalInterface
  private interface AccountCall {
    Progress on(AccountControl port, UserAccount account, Mandate mandate);
  }

  /**
   * @param otherwise what else is to be said where it is so already
   */
  private static <A extends IdentityAction> ActionExecution access(
      Class<A> action,
      Standing wanted,
      AccountCall call,
      String so,
      BiFunction<AccountControl, UserAccount, Optional<String>> otherwise) {
    return account(
        action,
        Power.ACCESS,
        (c, a, run) ->
            new SwitchEffect(
                    null,
                    () -> c.disabled(a.target()),
                    wanted,
                    m -> call.on(c, a.target(), m),
                    a.type().undoable(),
                    "the user is " + so)
                .saying(() -> otherwise.apply(c, a.target())));
  }

  private static <A extends IdentityAction>
      ActionExecution.ByPort<AccountControl, A, UserAccount> account(
          Class<A> action, Power power, ActionExecution.Binding<AccountControl, A> binding) {
    return ActionExecution.of(
        AccountControl.class,
        action,
        UserAccount.class,
        (c, account, known) -> c.obstacle(account, power, known.user()),
        binding);
  }
}
