package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.action.Left;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.AccountControl.Power;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link AccountControl} must keep, for each of its powers. */
public abstract class AccountControlContract extends PortContract<AccountControl> {
  protected AccountControlContract() {
    super(AccountControl.class);
  }

  /** One that may sign in, is signed in, and is at no risk. */
  protected abstract UserAccount known();

  /** One of another estate. */
  protected abstract UserAccount stranger();

  /** Whether the known one may sign in, by the back end's own word. */
  protected abstract boolean maySignIn();

  /** Whether it is signed in anywhere. */
  protected abstract boolean isSignedIn();

  /** Whether it must choose a new password at its next sign-in. */
  protected abstract boolean mustChangePassword();

  /** Whether it is marked as compromised. */
  protected abstract boolean isMarked();

  private void canBeHad(Power power) {
    assertThat(port().obstacle(known(), power, acquaintance(known()))).isEmpty();
  }

  @Test
  void whetherItIsDisabledIsReadAsItIsBeforeAfterAndOnceItIsEnabled() {
    canBeHad(Power.ACCESS);
    assertThat(port().disabled(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(maySignIn()).isTrue();

    done(port().disable(known(), mandate()));
    assertThat(port().disabled(known())).isEqualTo(Standing.IN_FORCE);
    assertThat(maySignIn()).isFalse();

    done(port().enable(known(), mandate()));
    assertThat(port().disabled(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(maySignIn()).isTrue();
  }

  /** Done, and not already: else a repeat after a lost answer would leave nothing to undo. */
  @Test
  void theSameMandateTwiceActsOnceAndIsDoneBothTimes() {
    var mandate = mandate();
    done(port().disable(known(), mandate));
    nothingIsDone(() -> done(port().disable(known(), mandate)));

    var undo = mandate();
    done(port().enable(known(), undo));
    nothingIsDone(() -> done(port().enable(known(), undo)));
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var act = mandate();
    var undo = mandate();
    var reset = mandate();

    isDoneOnceThoughItsAnswerIsLost(() -> port().disable(known(), act));
    assertThat(maySignIn()).isFalse();
    isDoneOnceThoughItsAnswerIsLost(() -> port().enable(known(), undo));
    assertThat(maySignIn()).isTrue();
    isDoneOnceThoughItsAnswerIsLost(() -> port().forcePasswordReset(known(), reset));
  }

  @Test
  void whoMaySignInIsEnabledAlready() {
    already(() -> port().enable(known(), mandate()));
  }

  @Test
  void whoMaySignInStaysSoWhenEnabled() {
    nothingIsDone(() -> ended(port().enable(known(), mandate())));
  }

  @Test
  void sessionsAreEnded() {
    canBeHad(Power.SESSIONS);
    assertThat(isSignedIn()).isTrue();

    done(port().revokeSessions(known(), mandate()));

    assertThat(isSignedIn()).isFalse();
    assertThat(maySignIn()).isTrue();
  }

  @Test
  void aNewPasswordIsAskedForOnceHoweverOften() {
    canBeHad(Power.PASSWORD);
    var mandate = mandate();
    assertThat(mustChangePassword()).isFalse();

    done(port().forcePasswordReset(known(), mandate));

    assertThat(mustChangePassword()).isTrue();
    nothingIsDone(() -> done(port().forcePasswordReset(known(), mandate)));
  }

  @Test
  void theMarkOfCompromiseIsReadAsItIsBeforeAfterAndOnceItIsDismissed() {
    canBeHad(Power.RISK);
    assertThat(port().compromised(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(isMarked()).isFalse();

    done(port().confirmCompromised(known(), mandate()));
    assertThat(port().compromised(known())).isEqualTo(Standing.IN_FORCE);
    assertThat(isMarked()).isTrue();

    done(port().dismissRisk(known(), mandate()));
    assertThat(port().compromised(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(isMarked()).isFalse();
  }

  @Test
  void aRiskThatIsSetAgainSinceIsToldApart() {
    var before = port().risk(known()).beforehand();
    var ours = mandate();
    done(port().confirmCompromised(known(), ours));
    var left = new Left(List.of(ours.actionId()), before.leaving(port().risk(known())));
    assertThat(port().riskChangedSince(known(), left)).isEmpty();

    done(port().dismissRisk(known(), mandate()));
    assertThat(port().riskChangedSince(known(), left)).as("it no longer stands").isEmpty();

    done(port().confirmCompromised(known(), mandate()));
    assertThat(port().riskChangedSince(known(), left)).isPresent();
  }

  @Test
  void aStrangerIsRefusedAndNothingIsDoneToIt() {
    for (var power : Power.values()) {
      isInTheWay(
          acquaintance(stranger()), port().obstacle(stranger(), power, acquaintance(stranger())));
    }

    assertThat(
            catchThrowableOfType(ConnectorException.class, () -> port().disabled(stranger()))
                .kind())
        .isEqualTo(ConnectorException.Kind.NOT_FOUND);
    isRefused(() -> port().disable(stranger(), mandate()));
    isRefused(() -> port().enable(stranger(), mandate()));
    isRefused(() -> port().revokeSessions(stranger(), mandate()));
    isRefused(() -> port().forcePasswordReset(stranger(), mandate()));
    isRefused(() -> port().confirmCompromised(stranger(), mandate()));
    isRefused(() -> port().dismissRisk(stranger(), mandate()));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    isAwayFor(
        () -> port().disabled(known()),
        () -> port().disable(known(), mandate()),
        () -> port().enable(known(), mandate()),
        () -> port().revokeSessions(known(), mandate()),
        () -> port().forcePasswordReset(known(), mandate()));
  }

  @Test
  void awayIsNoRiskEither() {
    isAwayFor(
        () -> port().compromised(known()),
        () -> port().risk(known()),
        () -> port().confirmCompromised(known(), mandate()),
        () -> port().dismissRisk(known(), mandate()));
  }
}
