package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What isolation, containment and restriction have in common: a state of a device that is turned on
 * and released.
 */
public abstract class DeviceStateContract<P extends Capability & Asynchronous>
    extends PortContract<P> {
  DeviceStateContract(Class<P> port) {
    super(port);
  }

  /** One that it can be done to. */
  protected abstract Device known();

  /** One of another estate. */
  protected abstract Device stranger();

  /** Whether the known one is in that state, by the back end's own word. */
  protected abstract boolean inForce();

  abstract Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  abstract Standing standing(Device device);

  abstract Progress turnOn(Device device, Mandate mandate);

  abstract Progress release(Device device, Mandate mandate);

  abstract Optional<String> changedSince(Device device, Mandate undo, Mandate... ours);

  @Test
  void whatIsReadIsWhatIsSoBeforeAfterAndOnceItIsReleased() {
    assertThat(obstacle(known(), acquaintance(known()))).isEmpty();
    assertThat(standing(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(inForce()).isFalse();

    done(turnOn(known(), mandate()));
    assertThat(standing(known())).isEqualTo(Standing.IN_FORCE);
    assertThat(inForce()).isTrue();

    done(release(known(), mandate()));
    assertThat(standing(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(inForce()).isFalse();
  }

  @Test
  void theSameMandateTwiceActsOnceAndFindsWhatTheFirstCallLeft() {
    var mandate = mandate();
    done(turnOn(known(), mandate));
    nothingIsDone(() -> done(turnOn(known(), mandate)));

    var undo = mandate();
    done(release(known(), undo));
    nothingIsDone(() -> done(release(known(), undo)));
    assertThat(inForce()).isFalse();
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var act = mandate();
    var undo = mandate();

    isDoneOnceThoughItsAnswerIsLost(() -> turnOn(known(), act));
    assertThat(inForce()).isTrue();
    isDoneOnceThoughItsAnswerIsLost(() -> release(known(), undo));
    assertThat(inForce()).isFalse();
  }

  @Test
  void whatStandsIsNotDoneAgainByAnotherMandate() {
    done(turnOn(known(), mandate()));

    already(() -> turnOn(known(), mandate()));
  }

  @Test
  void whatIsNotInForceIsReleasedAlready() {
    already(() -> release(known(), mandate()));

    done(turnOn(known(), mandate()));
    done(release(known(), mandate()));
    already(() -> release(known(), mandate()));
  }

  @Test
  void aStrangerIsRefusedAndNothingIsDoneToIt() {
    isInTheWay(acquaintance(stranger()), obstacle(stranger(), acquaintance(stranger())));

    isRefused(() -> turnOn(stranger(), mandate()));
    isRefused(() -> release(stranger(), mandate()));
    assertThat(catchThrowable(() -> standing(stranger())))
        .as("what is not there is in no state")
        .isInstanceOf(ConnectorException.class);
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    done(turnOn(known(), mandate()));

    isAwayFor(
        () -> standing(known()),
        () -> turnOn(known(), mandate()),
        () -> release(known(), mandate()),
        () -> changedSince(known(), mandate(), mandate()));
    assertThat(inForce()).isTrue();
  }

  @Test
  void whatSomebodyElseHasTurnedOnSinceIsToldApart() {
    var ours = mandate();
    done(turnOn(known(), ours));
    assertThat(changedSince(known(), mandate(), ours)).isEmpty();

    done(release(known(), mandate()));
    assertThat(changedSince(known(), mandate(), ours)).as("it no longer stands").isEmpty();

    var theirs = mandate();
    done(turnOn(known(), theirs));
    assertThat(changedSince(known(), mandate(), ours)).isPresent();
    assertThat(changedSince(known(), mandate(), ours, theirs)).isEmpty();
  }

  @Test
  void anUndoThatHasBegunIsNotKeptByWhatCameAfterIt() {
    var ours = mandate();
    var undo = mandate();
    done(turnOn(known(), ours));
    done(release(known(), undo));
    done(turnOn(known(), mandate()));

    assertThat(changedSince(known(), undo, ours)).isEmpty();
  }

  @Test
  void whatHasEndedOrNeverWasIsCancelledWithoutErrorOrEffect() {
    var begun = turnOn(known(), mandate());
    done(begun);

    nothingIsDone(
        () -> {
          if (begun instanceof Progress.InProgress running) {
            port().cancel(running.ticket(), mandate());
          }
          port().cancel("no-such-ticket", mandate());
        });
    assertThat(inForce()).isTrue();
  }

  @Test
  void aTicketThatNobodyGaveIsNoSuccess() {
    isRefused(() -> port().poll("no-such-ticket"));
  }
}
